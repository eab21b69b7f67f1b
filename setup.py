"""The packages of a wheel. The rest is in pyproject.toml, which can't both find and map packages."""

from setuptools import find_packages, setup

setup(
    # Prompts and first documents lie at the top of the project, and in a wheel inside the package.
    packages=[
        *find_packages(include=["bot", "bot.*", "vectorstore", "vectorstore.*"]),
        "bot.prompts",
        "bot.seeds",
    ],
    package_dir={"bot.prompts": "prompts", "bot.seeds": "seeds"},
)
