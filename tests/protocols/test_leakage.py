import pytest

from moodarc.errors import InputError
from moodarc.protocols import require_disjoint


def test_lists_that_share_nothing_pass():
    require_disjoint([1, 2, 2], [3, 4])
    require_disjoint([], ["a"])


def test_what_is_shared_is_counted_and_shown():
    with pytest.raises(InputError, match=r"2 artist\(s\) are in training and in test \(b, c"):
        require_disjoint(["a", "b", "c", "c"], ["c", "b", "d"], what="artist")
