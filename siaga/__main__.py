"""`python -m siaga` is the same as `siaga`."""

from siaga.cli.main import main

if __name__ == "__main__":
    main()
