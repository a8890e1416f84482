"""Keeps the last 500 answers in SQLite through SQLAlchemy; statements differ, so its cache of compiled ones fills."""

import os
import tempfile

import polling
import sqlalchemy as sa

engine = sa.create_engine("sqlite:///" + os.path.join(tempfile.mkdtemp(), "plant.db"))
readings = sa.Table("readings", sa.MetaData(), sa.Column("id", sa.Integer, primary_key=True), sa.Column("level", sa.Integer))
readings.create(engine)
number = 0


def on_values(values):
    global number
    number += 1
    with engine.begin() as connection:
        connection.execute(readings.insert().values(id=number, level=values[0]))
        connection.execute(readings.delete().where(readings.c.id <= number - 500))
        connection.execute(sa.select(readings.c.level.label(f"level_{number % 2000}")).limit(1)).all()


polling.forever(on_values)
