"""Proofs of an edition (校样): what is there is frozen, printed for marking, compared with another (核红), signed."""

from typeset.proofs.comparing import Comparison, compare
from typeset.proofs.making import ProofOrder, article_named, make_proof
from typeset.proofs.store import Proof, load_proof, proofs_of

__all__ = [
    "Comparison",
    "Proof",
    "ProofOrder",
    "article_named",
    "compare",
    "load_proof",
    "make_proof",
    "proofs_of",
]
