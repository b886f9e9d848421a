"""Runs one of this folder's tests in user, network and mount namespaces that end with it: inside.py NAME [ARGUMENT...].

Exit code 77, which ctest shows as skipped, where the system does not allow such namespaces or a tool is missing.
"""

import os
import shutil
import subprocess
import sys

# With processes of its own: nothing that a test starts lives longer than it.
NAMESPACES = ["unshare", "--user", "--map-root-user", "--net", "--mount", "--pid", "--mount-proc", "--fork", "--kill-child"]


def main():
    for tool in ("unshare", "nsenter", "ip", "nft"):
        if shutil.which(tool) is None:
            print(f"{tool} is not installed here")
            return 77
    if subprocess.run([*NAMESPACES, "true"], capture_output=True).returncode != 0:
        print("namespaces are not allowed here")
        return 77
    os.execvp("unshare", [*NAMESPACES, sys.executable, "-B", "-m", "unittest", "-v", *sys.argv[1:]])


if __name__ == "__main__":
    sys.exit(main())
