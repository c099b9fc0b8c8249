"""Tests when we register and what we do with the registrar's answers."""

from __future__ import annotations

from voice.sip.registration import Ask, RegisterAnswer, Registration, RegistrationState, Wait


def asked() -> Registration:
    registration = Registration(300)
    assert registration.due() == Ask(300, with_credentials=False)
    return registration


def test_a_granted_registration_is_refreshed_before_it_lapses() -> None:
    registration = asked()

    waiting = registration.answered(RegisterAnswer(200, expires=100))

    assert waiting == Wait(80.0)
    assert registration.state is RegistrationState.REGISTERED


def test_a_long_registration_is_refreshed_four_minutes_early() -> None:
    assert asked().answered(RegisterAnswer(200, expires=3600)) == Wait(3360.0)


def test_a_challenge_is_answered_at_once() -> None:
    found = asked().answered(RegisterAnswer(401, challenged=True))

    assert found == Ask(300, with_credentials=True)


def test_a_second_challenge_means_a_wrong_password_and_a_long_pause() -> None:
    registration = asked()
    registration.answered(RegisterAnswer(401, challenged=True))

    waiting = registration.answered(RegisterAnswer(401, challenged=True))

    assert waiting == Wait(300.0)
    assert registration.state is RegistrationState.WAITING


def test_a_stale_nonce_is_answered_once_more() -> None:
    registration = asked()
    registration.answered(RegisterAnswer(407, challenged=True))

    second = registration.answered(RegisterAnswer(407, challenged=True, stale=True))
    third = registration.answered(RegisterAnswer(407, challenged=True, stale=True))

    assert second == Ask(300, with_credentials=True)
    assert third == Wait(300.0)


def test_a_challenge_that_we_cannot_answer_is_a_refusal() -> None:
    assert asked().answered(RegisterAnswer(401, challenged=False)) == Wait(300.0)


def test_too_short_a_time_is_lengthened_to_what_the_registrar_wants() -> None:
    registration = asked()

    found = registration.answered(RegisterAnswer(423, min_expires=600))

    assert found == Ask(600, with_credentials=False)
    assert registration.due() == Ask(600, with_credentials=False)


def test_silence_is_met_with_longer_and_longer_pauses_up_to_five_minutes() -> None:
    registration = Registration(300)
    pauses = []

    for _ in range(9):
        registration.due()
        waiting = registration.answered(RegisterAnswer(408))
        assert isinstance(waiting, Wait)
        pauses.append(waiting.seconds)

    assert pauses == [2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0, 300.0]


def test_a_busy_registrar_says_itself_when_to_come_again() -> None:
    assert asked().answered(RegisterAnswer(503, retry_after=17)) == Wait(17.0)


def test_success_makes_the_next_failure_the_first_again() -> None:
    registration = asked()
    registration.answered(RegisterAnswer(500))
    registration.due()
    registration.answered(RegisterAnswer(200))
    registration.due()

    assert registration.answered(RegisterAnswer(500)) == Wait(2.0)


def test_leaving_takes_the_contact_back() -> None:
    registration = asked()

    assert registration.leave() == Ask(0, with_credentials=False)
    assert registration.state is RegistrationState.LEFT
