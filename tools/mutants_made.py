"""Make the mutants of a module: ``python tools/mutants_made.py PATH LEFT_OUT``, a line of JSON for each.

The changes are those of Cosmic Ray, whose Python runs this. Line by line from the top, so that whoever
judges them meets the neighbours of a mutant next to it.
"""

import json
import pickle
import re
import sys
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path

import parso
from cosmic_ray.ast import ast_nodes
from cosmic_ray.operators.operator import Operator
from cosmic_ray.plugins import get_operator, operator_names
from parso.tree import NodeOrLeaf

DEEP = 10_000  # A tree is pickled by recursion.
# Words are the same or not; nobody asks which of them comes first in the alphabet.
BY_ALPHABET = re.compile(r'[<>]=? "')


def main(path: str, left_out: str) -> None:
    """Print of each mutant the lines changed, before and after, and all of its source."""
    sys.setrecursionlimit(DEEP)
    source = Path(path).read_text("utf-8")
    operators = {
        name: get_operator(name)()
        for name in operator_names()
        if not re.match(left_out, name) and not get_operator(name).arguments()
    }
    statements = parso.parse(source).children
    code = [statement.get_code() for statement in statements]
    for at, statement in enumerate(statements):
        before, after = "".join(code[:at]), "".join(code[at + 1 :])
        for mutated in mutants(statement, operators):
            found = changed(source, before + mutated + after)
            asks = len(BY_ALPHABET.findall(found["becomes"]))
            if asks <= len(BY_ALPHABET.findall(found["was"])):
                print(json.dumps(found), flush=True)


def mutants(statement: NodeOrLeaf, operators: Mapping[str, Operator]) -> Iterator[str]:
    """The code of a statement of the module with one change, for every change there is."""
    statement.parent = None  # The rest of the module shall not be copied with it.
    seed = pickle.dumps(statement, pickle.HIGHEST_PROTOCOL)
    places = [
        (start, name, number, index)
        for name, operator in operators.items()
        for number, node in enumerate(ast_nodes(statement))
        for index, (start, _) in enumerate(operator.mutation_positions(node))
    ]
    for _, name, number, index in sorted(places):
        copy = pickle.loads(seed)
        node = next(islice(ast_nodes(copy), number, None))
        parent = node.parent
        mutated = operators[name].mutate(node, index)
        if parent is None:
            copy = mutated
        elif mutated is not node:
            found = [mutated if child is node else child for child in parent.children]
            parent.children = [child for child in found if child is not None]
        yield copy.get_code()


def changed(before: str, after: str) -> dict[str, str]:
    """The lines that are not the same, and the source."""
    old, new = before.split("\n"), after.split("\n")
    while old and new and old[-1] == new[-1]:
        del old[-1], new[-1]
    while old and new and old[0] == new[0]:
        del old[0], new[0]
    was, becomes = (" ".join(line.strip() for line in lines).strip() for lines in (old, new))
    return {"was": was, "becomes": becomes, "source": after}


if __name__ == "__main__":
    main(*sys.argv[1:])
