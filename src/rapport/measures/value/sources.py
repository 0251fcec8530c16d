"""Sources: where do the models of what customers are worth come from?"""

from __future__ import annotations

from rapport.core.card import Reference

OF_MODELS = (
    Reference("Fader, Hardie & Lee 2005, Marketing Science 24:275-284 (BG/NBD)"),
    Reference("Schmittlein, Morrison & Colombo 1987, Management Science 33:1-24 (Pareto/NBD)"),
    Reference(
        "Batislam, Denizel & Filiztekin 2007, International Journal of Research in Marketing"
        " 24:201-209 (MBG/NBD)"
    ),
    Reference("Park & Fader 2004, Marketing Science 23:280-303 (rate and dropout correlated)"),
    Reference("Platzer & Reutterer 2016, Marketing Science 35:779-799 (regular buyers)"),
    Reference("Vehtari et al. 2024, Journal of Machine Learning Research 25(72) (checked draws)"),
)
"""Purchase models and how their doubt is drawn."""
OF_VALUES = (
    *OF_MODELS,
    Reference("Fader & Hardie 2013, note 025, brucehardie.com (Gamma-Gamma)"),
    Reference("Gupta & Lehmann 2005, Managing Customers as Investments"),
)
"""The same with what customers spend."""
