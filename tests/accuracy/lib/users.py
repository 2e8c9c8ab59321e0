"""users.py CASE LOG: the clients' side of a case, run in the clients' namespace."""
import sys

import cases


def main():
    chosen = cases.load()[sys.argv[1]]
    with open(sys.argv[2], "w", encoding="utf-8") as log:
        world = cases.World(log)
        try:
            chosen.run(world)
        finally:
            world.close()


if __name__ == "__main__":
    main()
