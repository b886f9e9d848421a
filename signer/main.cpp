#include "base/command_line.hpp"
#include "signer/commands.hpp"
#include "signer/failures.hpp"
#include "signer/process.hpp"
#include "trust/ed25519.hpp"

int main(int argc, char** argv)
{
    using namespace nightletter;
    signer::harden_process();
    signer::watch_for_interruption();
    if (!trust::self_test()) {
        return static_cast<int>(report({ExitCode::failed,
                                        {"this computer's cryptography is broken", "self-test",
                                         "libsodium accepted a signature that it must refuse", "nothing was changed",
                                         "update the package libsodium23"}}));
    }
    Program const program{"nightletter-sign",
                          "the publisher's desk: makes keys, signs bundles, opens no socket",
                          "nightletter-sign init",
                          {
                              signer::init_command(),
                              signer::new_command(),
                              signer::import_command(),
                              signer::check_command(),
                              signer::clean_command(),
                              signer::sign_command(),
                              signer::feed_command(),
                              signer::request_command(),
                              signer::cosign_command(),
                              signer::combine_command(),
                              signer::key_command(),
                              signer::root_command(),
                              signer::redact_command(),
                              signer::withdraw_command(),
                              signer::hide_command(),
                              signer::card_command(),
                          }};
    return run_program(program, argc, argv);
}
