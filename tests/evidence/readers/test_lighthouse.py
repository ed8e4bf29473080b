from __future__ import annotations

import json
from typing import Any

from planproof.evidence.model import Better
from tests.evidence.readers.reading import named, names, read, read_json, sample


def report() -> Any:
    return json.loads(sample("lighthouse/orders.json"))


def test_scores_are_shares_and_points() -> None:
    results = read("lighthouse/orders.json")
    score = named(results, "categories.accessibility.score")
    assert (score.name, score.value, score.unit) == ("accessibility", 0.84, "x")
    assert score.better is Better.MORE
    assert "/categories/accessibility/score" in score.aliases
    points = named(results, "accessibility.points")
    assert (points.value, points.unit) == (84, "points")
    assert named(results, "best-practices").value == 0.96
    assert named(results, "SEO").value == 0.91


def test_what_audits_measured() -> None:
    results = read("lighthouse/orders.json")
    lcp = named(results, "LCP")
    assert (lcp.name, lcp.value, lcp.unit) == ("largest-contentful-paint", 900.7519, "ms")
    assert lcp.better is Better.LESS
    assert lcp.samples == 1
    assert "/audits/largest-contentful-paint/numericValue" in lcp.aliases
    weight = named(results, "total-byte-weight")
    assert (weight.value, weight.unit) == (1291, "B")
    shift = named(results, "CLS")
    assert (shift.value, shift.unit) == (0, "")
    assert named(results, "dom-size").unit == "elements"
    assert named(results, "image-alt.score").value == 0
    assert "metrics" not in names(results)


def test_how_it_was_made() -> None:
    results = read("lighthouse/orders.json")
    assert results.made_at == "2026-11-22T13:52:38.687Z"
    assert results.machine["Lighthouse"] == "12.8.2"
    assert results.machine["form factor"] == "mobile"
    assert results.void == ()


def test_a_page_that_did_not_load_is_void() -> None:
    results = read("lighthouse/no-server.json")
    assert results.void == ("the page could not be measured: CHROME_INTERSTITIAL_ERROR",)
    assert results.measurements == ()
    assert "category `performance` has no score" in results.warnings


def test_a_category_without_a_score() -> None:
    value = report()
    value["categories"]["performance"]["score"] = None
    results = read_json(value)
    assert "performance" not in names(results)
    assert "performance.points" not in names(results)
    assert "category `performance` has no score" in results.warnings


def test_an_audit_that_failed_or_does_not_apply() -> None:
    value = report()
    audits = value["audits"]
    audits["interactive"] |= {"scoreDisplayMode": "error", "errorMessage": "NO_LCP"}
    audits["dom-size"] |= {"scoreDisplayMode": "notApplicable"}
    results = read_json(value)
    assert not {"interactive", "dom-size"} & names(results)
    assert "audit `interactive` failed: NO_LCP" in results.warnings


def test_a_unit_that_nobody_knows() -> None:
    value = report()
    value["audits"]["redirects"]["numericUnit"] = "furlong"
    results = read_json(value)
    assert named(results, "redirects").unit == ""
    assert named(results, "redirects").better is Better.UNSAID
    assert any("furlong" in one for one in results.warnings)


def test_an_audit_called_like_a_category() -> None:
    value = report()
    value["audits"]["seo"] = value["audits"]["dom-size"]
    results = read_json(value)
    assert named(results, "seo").value == 0.91
    assert named(results, "audits.seo").value == 3
