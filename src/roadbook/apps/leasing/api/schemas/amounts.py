"""Amounts and rates as the API takes them."""

from __future__ import annotations

from typing import Annotated

from ninja import Field

Rate = Annotated[str, Field(pattern=r"^(0|1)(\.[0-9]{1,6})?$", examples=["0.089"])]
SignedRate = Annotated[str, Field(pattern=r"^-?0(\.[0-9]{1,6})?$", examples=["0.025"])]
Amount = Annotated[str, Field(pattern=r"^(0|[1-9][0-9]{0,12})(\.[0-9]{1,2})?$", examples=["20000.00"])]
