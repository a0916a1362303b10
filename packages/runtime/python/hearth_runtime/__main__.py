import os
import sys

# Started as a file, so that its folder does not stay on the function's module path.
sys.path[0] = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

from hearth_runtime.runtime import main  # noqa: E402

del sys.path[0]
main()
