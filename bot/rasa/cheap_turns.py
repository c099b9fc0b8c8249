"""Replaces what costs most of the time of a turn in Rasa 3.6.21; the answers stay the same."""

from __future__ import annotations

from functools import lru_cache
from types import SimpleNamespace
from typing import Any, Dict, List, Optional, Text, Tuple

import numpy as np
import rasa.core.policies.rule_policy
import rasa.core.processor
from jsonschema.validators import validator_for
from rasa.core.actions.action import RemoteAction
from rasa.core.policies.rule_policy import RULES, RULES_FOR_LOOP_UNHAPPY_PATH, RulePolicy
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.nlu.classifiers.logistic_regression_classifier import LogisticRegressionClassifier
from rasa.shared.core.events import Event
from rasa.shared.core.trackers import DialogueStateTracker


def make_turns_cheap() -> None:
    """Replace them; to be called before Rasa starts."""
    _check_answers_quickly()
    _send_little()
    _run_graphs_plainly()
    _find_kinds_of_events_quickly()
    _weigh_acts_without_copies()
    _skip_rules_about_words()
    _copy_nothing_for_logs()


def _check_answers_quickly() -> None:
    """Check the meta-schema of the action server's answers once, not on every call."""
    schema = RemoteAction.action_response_format_spec()
    validator = validator_for(schema)(schema)

    def validate(self: RemoteAction, result: Dict[Text, Any]) -> bool:
        validator.validate(result)
        return True

    RemoteAction._validate_action_result = validate


def _send_little() -> None:
    """Send the action server the last message only, instead of the whole history.

    It needs no more: applications live in the gateway's database.
    """

    def call_format(
        self: RemoteAction, tracker: DialogueStateTracker, domain: Any
    ) -> Dict[Text, Any]:
        acted = []
        for event in reversed(tracker.events):
            if event.type_name == "user":
                break
            if event.type_name == "action":
                acted.append(event.action_name)
        intent = tracker.latest_message.intent or {} if tracker.latest_message else {}
        return {
            "next_action": self.name(),
            "sender_id": tracker.sender_id,
            "tracker": {
                "latest_message": {
                    "text": tracker.latest_message.text if tracker.latest_message else "",
                    "metadata": tracker.latest_message.metadata if tracker.latest_message else {},
                    "intent": {
                        "name": intent.get("name"),
                        "confidence": float(intent.get("confidence") or 0.0),
                    },
                },
                "active_loop": {"name": tracker.active_loop_name},
                "actions_since_message": acted,
            },
        }

    RemoteAction._action_call_format = call_format


def _run_graphs_plainly() -> None:
    """Run the nodes of a graph one after the other; dask makes a plan of each of three a turn."""

    def run(
        self: DaskGraphRunner,
        inputs: Optional[Dict[Text, Any]] = None,
        targets: Optional[List[Text]] = None,
    ) -> Dict[Text, Any]:
        wanted = tuple(targets or self._graph_schema.target_names)
        plans = self.__dict__.setdefault("_plans", {})
        if wanted not in plans:
            plans[wanted] = _plan(self._graph_schema.nodes, wanted)
        done = {name: (name, value) for name, value in (inputs or {}).items()}
        for name, needs in plans[wanted]:
            if name not in done:
                # What is not there is named instead, as dask does; the node says what it thinks.
                node = self._instantiated_nodes[name]
                done[name] = node(*(done.get(need, need) for need in needs))
        return dict(done[name] for name in wanted)

    DaskGraphRunner.run = run


def _plan(nodes: Dict[Text, Any], wanted: Tuple[Text, ...]) -> List[Tuple[Text, Tuple[Text, ...]]]:
    """Return the nodes behind what is wanted, each after all that it needs."""
    planned: Dict[Text, Tuple[Text, ...]] = {}

    def add(name: Text) -> None:
        if name in nodes and name not in planned:  # others come as inputs
            needs = tuple(nodes[name].needs.values())
            for need in needs:
                add(need)
            planned[name] = needs

    for name in wanted:
        add(name)
    return list(planned.items())


def _find_kinds_of_events_quickly() -> None:
    """Remember which class an event has: Rasa asks all classes for each event that it reads."""
    Event.resolve_by_type = staticmethod(lru_cache(maxsize=None)(Event.resolve_by_type))


def _weigh_acts_without_copies() -> None:
    """Keep the weights of the acts as they are multiplied; SciPy copied 8 MB for each message."""
    load = LogisticRegressionClassifier.load.__func__

    def load_turned(cls: Any, *args: Any, **kwargs: Any) -> LogisticRegressionClassifier:
        component = load(cls, *args, **kwargs)
        if hasattr(component.clf, "coef_"):
            component.clf.coef_ = np.asfortranarray(component.clf.coef_)
        return component

    LogisticRegressionClassifier.load = classmethod(load_turned)


def _skip_rules_about_words() -> None:
    """Look for rules about a message's very words only where there are any; ours are about acts."""
    find = RulePolicy._find_action_from_rules

    def find_action(
        self: RulePolicy,
        tracker: DialogueStateTracker,
        domain: Any,
        use_text_for_last_user_input: bool,
    ) -> Tuple[Optional[Text], Optional[Text], bool]:
        if use_text_for_last_user_input and not _has_words(self):
            return None, None, False
        return find(self, tracker, domain, use_text_for_last_user_input)

    RulePolicy._find_action_from_rules = find_action


def _has_words(policy: RulePolicy) -> bool:
    if not hasattr(policy, "_words_in_rules"):
        policy._words_in_rules = any(
            "text" in state.get("user", {})
            for kind in (RULES, RULES_FOR_LOOP_UNHAPPY_PATH)
            for key in policy.lookup.get(kind, {})
            for state in policy._rule_key_to_state(key)
        )
    return policy._words_in_rules


def _copy_nothing_for_logs() -> None:
    """Let two modules hand what they log as it is; they copy deeply, for lines nobody writes."""
    as_it_is = SimpleNamespace(deepcopy=lambda value: value)
    rasa.core.processor.copy = as_it_is
    rasa.core.policies.rule_policy.copy = as_it_is
