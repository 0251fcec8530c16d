"""Are contacts joined exactly as the graph of their handles says?"""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from tests.people.small_names import Names, told

from rapport.ledger.engine import DuckDBEngine
from rapport.people.clusters import components


def labels_of(low: np.ndarray, high: np.ndarray, size: int) -> np.ndarray:
    """Our label of every node 0 … size - 1."""
    engine = DuckDBEngine()
    engine.run("CREATE TABLE people_link (low UBIGINT, high UBIGINT)")
    pairs = {"low": low.tolist(), "high": high.tolist()}
    engine.run("INSERT INTO people_link SELECT unnest($low), unnest($high)", pairs)
    components(engine)
    labels = np.arange(size)
    found = engine.columns("SELECT contact, label FROM people_label")
    labels[found["contact"].astype(int)] = found["label"]
    return labels


def smallest_of(low: np.ndarray, high: np.ndarray, size: int) -> np.ndarray:
    """SciPy's components, each named by its smallest node."""
    graph = coo_array((np.ones(len(low)), (low, high)), shape=(size, size))
    _, component = connected_components(graph, directed=False)
    first = np.full(size, size)
    np.minimum.at(first, component, np.arange(size))
    return first[component]


@pytest.mark.parametrize("seed", range(12))
def test_random_graphs_fall_apart_as_scipy_says(seed):
    random_ = np.random.default_rng(seed)
    size = 400
    ends = random_.integers(0, size, (2, random_.integers(50, 600)))
    ends = np.unique(np.sort(ends, axis=0)[:, ends[0] != ends[1]], axis=1)
    assert np.array_equal(labels_of(*ends, size), smallest_of(*ends, size))


@pytest.mark.parametrize("shuffled", [False, True])
def test_a_long_chain_is_one_component_in_few_rounds(shuffled):
    size = 3_000
    order = np.random.default_rng(1).permutation(size) if shuffled else np.arange(size)
    ends = np.sort(np.stack([order[:-1], order[1:]]), axis=0)
    assert not labels_of(*ends, size).any()


def test_one_record_joins_the_handles_that_it_carries():
    names = told(
        [
            {"email": "anne@example.com"},
            {"email": "ANNE@example.com", "phone": "0612345678"},
            {"phone": "+33 6 12 34 56 78", "source": "desk"},
            {"email": "paul@example.com"},
        ]
    )
    assert names.people() == [{1, 2, 3}, {4}]


def test_a_customer_id_means_the_same_only_within_its_source():
    names = told(
        [{"customer_id": "7"}, {"customer_id": "7"}, {"customer_id": "7", "source": "desk"}]
    )
    assert names.people() == [{1, 2}, {3}]


def test_an_account_means_the_same_only_within_its_network():
    names = told(
        [
            {"account": "@anne", "network": "Instagram"},
            {"account": "https://instagram.com/anne"},
            {"account": "anne", "network": "x"},
        ]
    )
    assert names.people() == [{1, 2}, {3}]


def shared_phone(customers: int) -> Names:
    return told(
        {"email": f"person{n}@example.com", "phone": "0612345678"} for n in range(customers)
    )


def test_a_phone_of_five_addresses_is_a_family_and_joins():
    assert shared_phone(5).resolve().people == 1


def test_a_phone_of_six_addresses_joins_nobody_and_is_reported():
    resolution = shared_phone(6).resolve()
    assert resolution.people == 6
    assert [(doubt.code, doubt.count) for doubt in resolution.doubts] == [("shared_phone", 1)]


def till(customers: int) -> Names:
    return told(
        {"email": "till@example.com", "customer_id": f"C{n}", "phone": f"06123456{n:02d}"}
        for n in range(customers)
    )


def test_an_address_of_twenty_one_customers_with_their_phones_is_a_till():
    assert till(20).resolve().people == 1
    resolution = till(21).resolve()
    assert resolution.people == 21
    assert resolution.doubts[0].code == "shared_email"
