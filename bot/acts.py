"""Names the dialogue acts (docs/dialogue-acts.md), and the group that steers a form."""

from __future__ import annotations

from enum import StrEnum


class Act(StrEnum):
    """Name what a citizen can mean by a message."""

    START_APPLICATION = "start_application"
    ASK_MATERIALS = "ask_materials"
    ASK_TIME_LIMIT = "ask_time_limit"
    ASK_WHERE = "ask_where"
    ASK_ELIGIBILITY = "ask_eligibility"
    ASK_STEPS = "ask_steps"
    POLICY_QUESTION = "policy_question"
    QUERY_PROGRESS = "query_progress"
    WITHDRAW_APPLICATION = "withdraw_application"
    MISSING_PAPERS = "missing_papers"
    MY_INSURANCE = "my_insurance"
    SIGN_IN = "sign_in"
    RESUME_APPLICATION = "resume_application"
    PARK_APPLICATION = "park_application"
    AFFIRM = "affirm"
    DENY = "deny"
    CANCEL = "cancel"
    GO_BACK = "go_back"
    CORRECT_FIELD = "correct_field"
    GIVE_INFORMATION = "give_information"
    DO_NOT_KNOW = "do_not_know"
    ASK_WHY = "ask_why"
    HOLD_ON = "hold_on"
    REPEAT = "repeat"
    SLOWER = "slower"
    LOUDER = "louder"
    BIGGER_TEXT = "bigger_text"
    PLAIN_WORDS = "plain_words"
    ACT_FOR_FAMILY = "act_for_family"
    AUTHORISE_FAMILY = "authorise_family"
    REVOKE_AUTHORISATION = "revoke_authorisation"
    HUMAN_AGENT = "human_agent"
    HANDOVER_VIDEO = "handover_video"
    HANDOVER_PHONE = "handover_phone"
    COMPLAIN = "complain"
    FEEDBACK = "feedback"
    RATE = "rate"
    REMINDERS = "reminders"
    GREET = "greet"
    THANKS = "thanks"
    GOODBYE = "goodbye"
    CAPABILITY = "capability"
    LIST_ITEMS = "list_items"
    WHO_ARE_YOU = "who_are_you"
    POPULAR_QUESTIONS = "popular_questions"
    SET_REGION = "set_region"
    ASK_PRIVACY = "ask_privacy"
    OUT_OF_SCOPE = "out_of_scope"
    MEDICAL_ADVICE = "medical_advice"
    EMERGENCY = "emergency"
    ABUSE = "abuse"
    OTHER_PERSONS_DATA = "other_persons_data"
    NOT_UNDERSTOOD = "not_understood"


# What steers an application in hand rather than filling it.
FORM_CONTROLS = frozenset(
    {
        Act.AFFIRM,
        Act.DENY,
        Act.CANCEL,
        Act.GO_BACK,
        Act.CORRECT_FIELD,
        Act.GIVE_INFORMATION,
        Act.DO_NOT_KNOW,
        Act.ASK_WHY,
        Act.HOLD_ON,
        Act.PARK_APPLICATION,
        Act.RESUME_APPLICATION,
        Act.NOT_UNDERSTOOD,
    }
)

# What brings a person, whatever is under way.
PEOPLE = frozenset({Act.HUMAN_AGENT, Act.HANDOVER_VIDEO, Act.HANDOVER_PHONE, Act.EMERGENCY})
# What a few words can mean while a name is asked; for the rest the classifier has too little.
FIRM = frozenset(
    {
        Act.HUMAN_AGENT,
        Act.HANDOVER_VIDEO,
        Act.HANDOVER_PHONE,
        Act.EMERGENCY,
        Act.GREET,
        Act.THANKS,
        Act.GOODBYE,
        Act.REPEAT,
        Act.SLOWER,
        Act.LOUDER,
        Act.BIGGER_TEXT,
        Act.PLAIN_WORDS,
        Act.QUERY_PROGRESS,
        Act.MISSING_PAPERS,
        Act.MY_INSURANCE,
        Act.SIGN_IN,
        Act.COMPLAIN,
        Act.CAPABILITY,
        Act.WHO_ARE_YOU,
        Act.LIST_ITEMS,
        Act.POPULAR_QUESTIONS,
    }
)
# What the classifier says of words that it cannot place, such as the name of a firm.
VAGUE = frozenset({Act.OUT_OF_SCOPE, Act.ABUSE, Act.SET_REGION, Act.MEDICAL_ADVICE})
# What writes something down or sends it: nothing of the kind is done on a guess.
BINDING = frozenset(
    {Act.FEEDBACK, Act.COMPLAIN, Act.WITHDRAW_APPLICATION, Act.REVOKE_AUTHORISATION}
)
# What is said of little else than its own matter: 断交了三个月还能补不 is about no paper.
GUESSED = BINDING | {Act.MISSING_PAPERS, Act.ASK_WHY}
