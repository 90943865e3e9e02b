"""The best items of millions: exactly, or nearly so by a graph or by clusters of near items.

Three ways with one interface (`Retriever`). `ExactRetriever` looks at every item and serves up to
millions; `ApproximateRetriever` looks at few and serves beyond; `InvertedFile` looks at some, and
is built where a graph would take hours. All score inner products plus a bias, keep to candidates
and leave out what was heard, and read vectors that worker processes share.
"""

from moodarc.recommend.retrieval.approximate import ApproximateRetriever, write_approximate
from moodarc.recommend.retrieval.codes import Held
from moodarc.recommend.retrieval.exact import ExactRetriever
from moodarc.recommend.retrieval.folder import (
    open_item_vectors,
    save_item_vectors,
    write_item_vectors,
)
from moodarc.recommend.retrieval.graph import GraphConfig
from moodarc.recommend.retrieval.inverted import InvertedFile, write_inverted
from moodarc.recommend.retrieval.inverted_lists import InvertedFileConfig
from moodarc.recommend.retrieval.item_vectors import ItemVectors
from moodarc.recommend.retrieval.retriever import NOTHING, Nearest, Retriever

__all__ = [
    "NOTHING",
    "ApproximateRetriever",
    "ExactRetriever",
    "GraphConfig",
    "Held",
    "InvertedFile",
    "InvertedFileConfig",
    "ItemVectors",
    "Nearest",
    "Retriever",
    "open_item_vectors",
    "save_item_vectors",
    "write_approximate",
    "write_inverted",
    "write_item_vectors",
]
