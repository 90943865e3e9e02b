"""What holds in every room of the house (HOUSE.md, STYLE.md)."""

import importlib
import inspect
import pkgutil
import subprocess
import sys
from types import ModuleType

import pytest

import moodarc
from moodarc import errors

FOUND = [
    info
    for info in pkgutil.walk_packages(moodarc.__path__, "moodarc.")
    if not info.name.endswith("__main__")
]
MODULES = sorted(info.name for info in FOUND)
PACKAGES = ["moodarc", *sorted(info.name for info in FOUND if info.ispkg)]

# An answer of HTTP, and two that end something from inside and never leave their module.
EXCEPTIONS_OF_THEIR_OWN = {
    "moodarc.serving.problems": ["Refusal"],
    "moodarc.serving.jobs": ["_EndedEarly"],
    "moodarc.serving.security.body_limit": ["_Refused"],
}

# Of the extras; what a listener installs must do without them.
TRAINING_LIBRARIES = ("torch", "sklearn", "librosa", "pandas", "pyarrow", "psutil")
# Benches may measure against other libraries, loaders read their formats, training trains.
NEEDS_EXTRAS = ("moodarc.evaluation", "moodarc.datasets")


def is_core(name):
    return not name.startswith(NEEDS_EXTRAS) and name.rpartition(".")[2] not in {
        "network",
        "training",
    }


def run_python(program):
    return subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=120
    )


def is_public_here(package, name, value):
    """Whether a package's own code or its own modules define a public name."""
    if name.startswith("_") or isinstance(value, ModuleType):
        return False
    home = inspect.getmodule(value) if callable(value) else None
    return home is not None and home.__name__.startswith(package.__name__)


def routed_by(module):
    """What the listed routers of a module lead to: it is reached by them, and needs no name."""
    routers = [vars(module)[name] for name in getattr(module, "__all__", ())]
    routes = [route for router in routers for route in getattr(router, "routes", ())]
    return {route.endpoint.__name__ for route in routes}


@pytest.mark.parametrize("name", PACKAGES)
def test_the_face_of_a_package_is_exact(name):
    package = importlib.import_module(name)
    face = package.__all__
    assert [entry for entry in face if not hasattr(package, entry)] == []
    assert len(set(face)) == len(face)
    public = {
        entry for entry, value in vars(package).items() if is_public_here(package, entry, value)
    }
    assert public - set(face) == set()


@pytest.mark.parametrize("name", [name for name in MODULES if name not in PACKAGES])
def test_the_public_names_of_a_module_are_listed(name):
    module = importlib.import_module(name)
    if name.rpartition(".")[2].startswith("_") or ".migrations." in name:
        return
    own = {
        entry
        for entry, value in vars(module).items()
        if not entry.startswith("_")
        and (inspect.isclass(value) or inspect.isfunction(value))
        and value.__module__ == name
        and entry.isidentifier()  # pydantic keeps parametrised models here ("Listed[Track]")
    }
    assert own - routed_by(module) - set(getattr(module, "__all__", own)) == set()


def test_everything_but_training_works_without_the_training_libraries():
    core = [name for name in MODULES if is_core(name)]
    finished = run_python(
        "import importlib, sys\n"
        "class Absent:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        f"        if name.partition('.')[0] in {TRAINING_LIBRARIES}:\n"
        "            raise ModuleNotFoundError(f'{name} is blocked', name=name)\n"
        "sys.meta_path.insert(0, Absent())\n"
        f"for name in {core}: importlib.import_module(name)\n"
    )
    assert finished.returncode == 0, finished.stderr


def test_importing_the_package_is_silent_and_loads_nothing_heavy():
    finished = run_python(
        "import sys, moodarc\n"
        "heavy = {'torch', 'cv2', 'av', 'numpy', 'scipy', 'sqlalchemy'} & set(sys.modules)\n"
        "sys.exit(str(heavy) if heavy else 0)"
    )
    assert (finished.returncode, finished.stdout, finished.stderr) == (0, "", "")


@pytest.mark.parametrize("name", [name for name in MODULES if is_core(name)])
def test_a_module_opens_by_saying_what_it_is(name):
    assert importlib.import_module(name).__doc__


def test_there_is_one_tree_of_errors():
    tree = {name: getattr(errors, name) for name in errors.__all__}
    assert all(issubclass(error, errors.MoodarcError) for error in tree.values())
    drawn = errors.__doc__
    assert [name for name in tree if name not in drawn] == []


def test_exit_codes_tell_bad_input_from_our_own_failures():
    for name in errors.__all__:
        error = getattr(errors, name)
        assert error.exit_code == (2 if issubclass(error, errors.InputError) else 1)


@pytest.mark.parametrize("name", [name for name in MODULES if is_core(name)])
def test_no_module_raises_an_error_of_its_own_tree(name):
    module = importlib.import_module(name)
    own = [
        entry
        for entry, value in vars(module).items()
        if inspect.isclass(value) and issubclass(value, Exception) and value.__module__ == name
    ]
    assert own == EXCEPTIONS_OF_THEIR_OWN.get(name, []) or name == "moodarc.errors"
