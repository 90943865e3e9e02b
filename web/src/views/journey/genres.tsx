import { genreMap } from "../../api/journey";
import { Empty } from "../../app/empty";
import { Show, useLoaded } from "../../app/loaded";
import { GenreMap } from "../../charts/genre-map";
import { genreName } from "../../ui/genres";
import { t } from "../../i18n";

/** Genres on the plane. */
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
              <GenreMap
                title={t("journey.genres")}
                genres={genres.map((one) => ({ ...one, name: genreName(one.name) }))}
              />
            </>
          )
        }
      </Show>
    </section>
  );
}
