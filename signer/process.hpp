// signer/process.hpp: what this process must never do while it holds a secret.
//
// Called first in main, before anything is read. No core dump, no attaching by another process of the same user, as
// much locked memory as the system grants, and Ctrl-C as a question that is answered between two steps.
#pragma once

namespace nightletter::signer {

void harden_process();

// Ctrl-C and SIGTERM are remembered instead of ending the process in the middle of a step; the second one ends it.
void watch_for_interruption();
[[nodiscard]] bool interrupted();

}  // namespace nightletter::signer
