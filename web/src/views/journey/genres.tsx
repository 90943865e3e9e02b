import { genreMap, type Genre } from "../../api/journey";
import { Empty } from "../../app/empty";
import { Show, useLoaded } from "../../app/loaded";
import { GenreMap } from "../../charts/genre-map";
import { changeWords, isFelt } from "../../charts/numbers";
import { quadrantOf } from "../../plane/quadrants";
import { genreName } from "../../ui/genres";
import { t } from "../../i18n";

const LISTED = 10;

/** Genres on the plane, and the largest of them in words. */
export function GenresCard() {
  const loaded = useLoaded(genreMap, "genres");
  return (
    <section class="card" aria-labelledby="genres-title">
      <h2 id="genres-title">{t("journey.genres")}</h2>
      <Show of={loaded}>
        {({ genres }) =>
          genres.length === 0 ? (
            <Empty
              words={t("journey.no_genres")}
              go={{ to: "/library", label: t("journey.to_library") }}
            />
          ) : (
            <>
              <p class="lead">{t("journey.genres_lead")}</p>
              <div class="genres">
                <GenreMap
                  title={t("journey.genres")}
                  genres={genres.map((one) => ({ ...one, name: genreName(one.name) }))}
                />
                <ul class="genre-list">
                  {genres.slice(0, LISTED).map((one) => (
                    <GenreRow key={one.name} genre={one} />
                  ))}
                </ul>
              </div>
            </>
          )
        }
      </Show>
    </section>
  );
}

function GenreRow({ genre }: { genre: Genre }) {
  const quadrant = quadrantOf(genre.perceived);
  const { felt_shift: shift } = genre;
  return (
    <li>
      <span class={`dot ${quadrant}`} aria-hidden="true" />
      <span class="heard-words">
        <span class="heard-title">{genreName(genre.name)}</span>
        <span class="small dim">
          {t("journey.genre_n", { n: genre.n })} · {t(`quadrant.${quadrant}`)}
        </span>
        {shift && isFelt(shift) && (
          <span class="small">{t("journey.genre_moved", { change: changeWords(shift) })}</span>
        )}
      </span>
    </li>
  );
}
