"""Runs a migration tool that is a Python library: python.py TOOL FOLDER, against the server of PGHOST, PGPORT, PGDATABASE.

The folder has the two files; the migrations in Python are made of them here. What the tool writes as SQL takes their
place in the folder, so that this is what is loaded: `alembic upgrade --sql`, `manage.py sqlmigrate`.
"""

import io
import os
import sys
from pathlib import Path

tool, folder = sys.argv[1], Path(sys.argv[2])
host, port, database = (os.environ[name] for name in ("PGHOST", "PGPORT", "PGDATABASE"))
files = sorted(folder.glob("*.sql"))


def alembic():
    from alembic import command
    from alembic.config import Config

    home = folder / "alembic"
    buffer = io.StringIO()
    config = Config(output_buffer=buffer, stdout=io.StringIO())
    config.set_main_option("script_location", str(home))
    config.set_main_option("sqlalchemy.url", f"postgresql+psycopg2://postgres@/{database}?host={host}&port={port}")
    versions = home / "versions"
    versions.mkdir(parents=True)
    (home / "env.py").write_text(
        "from alembic import context\n"
        "from sqlalchemy import create_engine\n"
        "url = context.config.get_main_option('sqlalchemy.url')\n"
        "if context.is_offline_mode():\n"
        "    context.configure(url=url, transaction_per_migration=True)\n"
        "    with context.begin_transaction():\n"
        "        context.run_migrations()\n"
        "else:\n"
        "    with create_engine(url).connect() as connection:\n"
        "        context.configure(connection=connection)\n"
        "        with context.begin_transaction():\n"
        "            context.run_migrations()\n"
    )
    before = None
    for file in files:
        revision = file.stem.split("_")[1]
        (versions / f"{revision}.py").write_text(
            f"from alembic import op\nrevision = {revision!r}\ndown_revision = {before!r}\n"
            f"def upgrade():\n    op.execute({file.read_text()!r})\ndef downgrade():\n    pass\n"
        )
        before = revision
    command.upgrade(config, "head")
    command.upgrade(config, "head", sql=True)
    for file in files:
        file.unlink()
    (folder / "1_all.sql").write_text(buffer.getvalue())


def django():
    import django
    from django.conf import settings
    from django.core.management import call_command

    connection = {"ENGINE": "django.db.backends.postgresql", "HOST": host, "PORT": port, "NAME": database, "USER": "postgres"}
    app = folder / "shop"
    (app / "migrations").mkdir(parents=True)
    (app / "__init__.py").write_text("")
    (app / "migrations/__init__.py").write_text("")
    before = None
    for number, file in enumerate(files, 1):
        name = f"{number:04}_{file.stem.split('_')[1]}"
        needs = [("shop", before)] if before else []
        (app / f"migrations/{name}.py").write_text(
            "from django.db import migrations\nclass Migration(migrations.Migration):\n"
            f"    dependencies = {needs!r}\n    operations = [migrations.RunSQL({file.read_text()!r})]\n"
        )
        before = name
    sys.path.insert(0, str(folder))
    settings.configure(DATABASES={"default": connection}, INSTALLED_APPS=["shop"], USE_TZ=True)
    django.setup()
    call_command("migrate", verbosity=0)
    for file, made in zip(files, sorted((app / "migrations").glob("0*.py"))):
        file.unlink()
        said = io.StringIO()
        call_command("sqlmigrate", "shop", made.stem, stdout=said, no_color=True)
        (folder / f"{file.stem.split('_')[0]}_shop.{made.stem}.sql").write_text(said.getvalue())


{"alembic": alembic, "django": django}[tool]()
