"""The words of every consent, in every place and language that asks for it."""

import pytest

from moodarc.consent import CONSENTS, consent_of


@pytest.mark.parametrize("name", CONSENTS)
def test_every_consent_is_asked_in_every_language_of_the_page(name):
    wordings = CONSENTS[name].wordings
    assert set(wordings) == {"de", "en"}
    for wording in wordings.values():
        assert wording.title.endswith("?")
        assert wording.terms.count("\n- ") >= 3
        assert len(wording.terms) <= 4000  # as the service takes them back


def test_a_consent_is_known_by_its_words_and_by_no_others():
    camera = CONSENTS["camera"]
    assert consent_of(camera.terms) is camera
    assert camera.is_asked_as(camera.wordings["de"].terms)
    assert not camera.is_asked_as(CONSENTS["notes"].wordings["de"].terms)
    assert consent_of("other terms") is None
