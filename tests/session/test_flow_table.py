import numpy as np
import pytest

from moodarc.session import Candidates, flow_table, problem_of
from moodarc.session.flow import flow_parts
from moodarc.session.flow_table import FlowTable
from synthetic_library import make_library


@pytest.mark.parametrize("most", [0, 100])
def test_flow_is_that_of_all_parts_however_often_it_is_asked(ask, monkeypatch, most):
    monkeypatch.setattr(flow_table, "_MOST", most)
    problem = problem_of(ask(), Candidates.of(make_library(30, seed=2)))
    table, flow = problem.columns.table, FlowTable(problem)
    for rows in ([3, 7, 3], [7, 9], [9, 9]):
        parts = flow_parts(problem.policy, table, np.array(rows))
        np.testing.assert_allclose(flow.after(np.array(rows)), sum(parts.values()), atol=1e-8)
