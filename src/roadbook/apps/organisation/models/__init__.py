"""Own companies, their branches and their number series."""

from .branch import Branch
from .company import Company
from .numbers import NumberSeries

__all__ = ["Branch", "Company", "NumberSeries"]
