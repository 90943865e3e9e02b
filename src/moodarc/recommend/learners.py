"""All recipes that learn by themselves, by name; those that go round another are in `registry`.

A new model is one package and one line here.
"""

from typing import Final

from moodarc.recommend.content import ContentBased
from moodarc.recommend.context import DeepCross, FactorisationMachine
from moodarc.recommend.emotion import EmotionDriven
from moodarc.recommend.factors import BPR, SVDpp
from moodarc.recommend.lightgcn import LightGCN
from moodarc.recommend.linear import EASE, SLIST
from moodarc.recommend.ncf import NeuMF
from moodarc.recommend.neighbours import ItemKNN, SessionKNN, UserKNN
from moodarc.recommend.recommender import Recipe
from moodarc.recommend.sequence import (
    BiLSTM,
    BiLSTMEmotion,
    GRU4Rec,
    GRU4RecAlone,
    SASRec,
    SASRecAlone,
    TransformerEmotion,
)
from moodarc.recommend.simple import Markov, Popularity

__all__ = ["LEARNERS"]

LEARNERS: Final[dict[str, type[Recipe]]] = {
    Popularity.name: Popularity,
    Markov.name: Markov,
    ItemKNN.name: ItemKNN,
    UserKNN.name: UserKNN,
    SessionKNN.name: SessionKNN,
    EASE.name: EASE,
    SLIST.name: SLIST,
    ContentBased.name: ContentBased,
    BPR.name: BPR,
    SVDpp.name: SVDpp,
    NeuMF.name: NeuMF,
    LightGCN.name: LightGCN,
    FactorisationMachine.name: FactorisationMachine,
    DeepCross.name: DeepCross,
    EmotionDriven.name: EmotionDriven,
    GRU4Rec.name: GRU4Rec,
    GRU4RecAlone.name: GRU4RecAlone,
    SASRec.name: SASRec,
    SASRecAlone.name: SASRecAlone,
    BiLSTM.name: BiLSTM,
    BiLSTMEmotion.name: BiLSTMEmotion,
    TransformerEmotion.name: TransformerEmotion,
}
"""in the order of tables"""
