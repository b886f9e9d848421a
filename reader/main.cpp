#include "base/command_line.hpp"
#include "reader/commands.hpp"
#include "trust/ed25519.hpp"

int main(int argc, char** argv)
{
    using namespace nightletter;
    // docs/formats.md 3.19
    if (!trust::self_test()) {
        return static_cast<int>(report({ExitCode::failed,
                                        {"this computer's cryptography is broken", "self-test",
                                         "libsodium accepted a signature that it must refuse", "nothing was changed",
                                         "update the package libsodium23"}}));
    }
    Program const program{
        "nightletter",
        "fetches, checks and reads signed interviews",
        "nightletter verify ./some-interview",
        {reader::verify_command(), reader::read_command(), reader::get_command(), reader::id_command(),
         reader::import_command(), reader::list_command(), reader::export_command(), reader::publish_command(),
         reader::follow_command(), reader::unfollow_command()},
    };
    return run_program(program, argc, argv);
}
