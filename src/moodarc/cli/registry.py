"""Every command of `moodarc`, in the order of its help.

A new command is one new module and one line here; a group ("moodarc bench scan") is an entry of
`GROUPS`: its name, its line of help, and its commands.
"""

from collections.abc import Callable

from moodarc.cli import (
    bench,
    bench_corrections,
    bench_decide,
    bench_face,
    bench_graph,
    bench_hybrid,
    bench_listener,
    bench_recommend,
    bench_rivals,
    bench_sequence,
    bench_serve,
    bench_service,
    bench_simulation,
    bench_situnes,
    listener,
    sense,
    token,
    train,
    train_recommender,
)
from moodarc.cli.backup import backup, restore
from moodarc.cli.calibrate import calibrate
from moodarc.cli.correct import correct
from moodarc.cli.demo import demo
from moodarc.cli.doctor import doctor
from moodarc.cli.erase import erase
from moodarc.cli.export import export
from moodarc.cli.feel import feel
from moodarc.cli.forecast import forecast
from moodarc.cli.genres import genres
from moodarc.cli.listeners import listeners
from moodarc.cli.play import play
from moodarc.cli.playlist import playlist
from moodarc.cli.scan import scan
from moodarc.cli.sense_ble import ble
from moodarc.cli.sense_replay import replay
from moodarc.cli.sense_withdraw import withdraw
from moodarc.cli.serve import serve
from moodarc.cli.show import show
from moodarc.cli.tag import tag
from moodarc.cli.tracks import tracks

__all__ = ["COMMANDS", "GROUPS", "Command"]

Command = Callable[..., None]

COMMANDS: tuple[Command, ...] = (
    scan,
    feel,
    forecast,
    calibrate,
    playlist,
    play,
    serve,
    tracks,
    show,
    correct,
    genres,
    listeners,
    export,
    tag,
    erase,
    backup,
    restore,
    doctor,
    demo,
)

GROUPS: dict[str, tuple[str, tuple[Command, ...]]] = {
    "listener": (
        "Who you are: what you say of yourself, and what your log says.",
        (listener.new, listener.show, listener.set_facts),
    ),
    "token": (
        "Keys of the service, for a phone or another program.",
        (token.create, token.list_tokens, token.revoke),
    ),
    "bench": (
        "Figures that are published, measured here.",
        (
            bench.scan,
            bench.music,
            bench.metadata,
            bench.descriptors,
            bench.composer,
            bench.quadrants,
            bench_listener.forecast_lists,
            bench.propagation,
            bench_corrections.corrections,
            bench.descriptor_code,
            bench.text,
            bench_listener.dynamics,
            bench_face.face,
            bench_face.face_detector,
            bench_face.face_smoothing,
            bench_listener.forecast,
            bench_listener.physiology,
            bench_listener.mood_change,
            bench_situnes.felt_response,
            bench_situnes.situnes,
            bench_recommend.recommend,
            bench_hybrid.hybrid,
            bench_graph.graph,
            bench_rivals.ratings,
            bench_rivals.bpr,
            bench_sequence.sequence_speed,
            bench_serve.serve,
            bench_service.service,
            bench_simulation.policies,
            bench_simulation.ladder,
            bench_decide.decide,
            bench.startup,
        ),
    ),
    "sense": ("Listen to wearables.", (sense.mqtt, ble, replay, withdraw)),
    "train": (
        "Train a model: those that ship from their data, recommenders from plays.",
        (
            train.music,
            train.metadata,
            train.text,
            train.face,
            train.descriptor_code,
            train.listener,
            train.mood_change,
            train.felt_response,
            train_recommender.sequence,
            train_recommender.cf,
        ),
    ),
}
