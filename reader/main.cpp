#include "base/command_line.hpp"
#include "reader/commands.hpp"

int main(int argc, char** argv)
{
    using namespace nightletter;
    Program const program{
        "nightletter",
        "checks and reads signed interviews",
        "nightletter verify ./some-interview",
        {reader::id_command(), reader::follow_command(), reader::unfollow_command()},
    };
    return run_program(program, argc, argv);
}
