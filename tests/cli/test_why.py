import io

from rich.console import Console

from moodarc.catalog import Offer, Reason
from moodarc.cli.why import sums, why
from synthetic_library import make_track

REASONS = (
    Reason("affect_match", 0.9, "0.12 from the path; sad to happy"),
    Reason("certainty", -0.2, "known to +-0.20; the wanted feeling to +-0.30"),
    Reason("flow_tempo", 0.03, "96 to 100 bpm"),
    Reason("flow_key", 0.01, "key a fifth away; G major after C major"),
    Reason("artist_repetition", -0.15, "artist heard 1 track before; that is Simon; Garfunkel"),
)
OFFER = Offer(1, sum(reason.value for reason in REASONS), REASONS)


def test_the_line_holds_the_affect_and_the_two_weightiest_others():
    said = "0.12 from the path; artist heard 1 track before; 96 to 100 bpm"
    assert why(OFFER) == said


def test_a_track_with_one_reason_has_one_clause():
    assert why(Offer(1, 0.9, REASONS[:1])) == "0.12 from the path"


def test_the_parts_stand_above_the_score_that_they_sum_to():
    console = Console(file=io.StringIO(), width=100)
    for part in sums([make_track(1, (0.0, 0.0))], [OFFER]):
        console.print(part)
    lines = console.file.getvalue().splitlines()
    *parts, total = [line for line in lines if line.lstrip()[0] in "+-="]
    assert len(parts) == len(REASONS)
    assert sum(float(line.split()[0]) for line in parts) == float(total.split()[1])
    assert total.split()[1:] == ["+0.5900", "score"]
