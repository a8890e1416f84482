"""Validates each answer with a TypeAdapter of a model that refers to itself."""

import polling
from pydantic import BaseModel, TypeAdapter


class Unit(BaseModel):
    level: int


class Plant(BaseModel):
    parts: list["Plant"]
    unit: Unit


def on_values(values):
    TypeAdapter(list[Plant]).validate_python([{"parts": [], "unit": Unit(level=values[0])}])


polling.forever(on_values)
