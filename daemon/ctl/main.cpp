#include "daemon/ctl/commands.hpp"

int main(int argc, char** argv)
{
    using namespace nightletter;
    Program const program{
        "nightletterctl",
        "says to a running nightletterd what to mirror, and shows how it is doing",
        "nightletterctl status",
        {ctl::status_command(), ctl::follow_command(), ctl::unfollow_command(), ctl::list_command(),
         ctl::show_command(), ctl::pin_command(), ctl::unpin_command(), ctl::block_command(), ctl::unblock_command(),
         ctl::policy_command(), ctl::check_command(), ctl::config_command(), ctl::reload_command(),
         ctl::events_command(), ctl::doctor_command(), ctl::explain_command(), ctl::completion_command()},
    };
    return run_program(program, argc, argv);
}
