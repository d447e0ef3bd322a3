"""What the rules for internal publications (内部资料性出版物) ask of an edition: its particulars and its wording.

The rules are those of the national administrative measures, articles 14 and 15, as notices of permit offices repeat
them; provinces add to them. So all that is found is a warning, to be confirmed with the permit office.
"""

from typeset.permit.particulars import particulars_problems
from typeset.permit.rules import RULES, Rule, rules_for, unknown_rules
from typeset.permit.wording import wording_problems

__all__ = ["RULES", "Rule", "particulars_problems", "rules_for", "unknown_rules", "wording_problems"]
