#include "reader/pager.hpp"

#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <cstdio>
#include <iostream>

namespace nightletter::reader {
namespace {

// Single keys without echo, for the length of one read. Ctrl-C is a key too, so that the terminal is always put back.
class SingleKeys {
public:
    SingleKeys()
    {
        if (::tcgetattr(STDIN_FILENO, &before_) != 0) return;
        auto now = before_;
        now.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO | ISIG);
        is_set_ = ::tcsetattr(STDIN_FILENO, TCSANOW, &now) == 0;
    }
    ~SingleKeys()
    {
        if (is_set_) (void)::tcsetattr(STDIN_FILENO, TCSANOW, &before_);
    }
    SingleKeys(SingleKeys const&) = delete;
    SingleKeys& operator=(SingleKeys const&) = delete;

private:
    termios before_{};
    bool is_set_ = false;
};

// False when the person has had enough.
bool wants_more()
{
    std::cerr << "-- space: more, q: end -- " << std::flush;
    char key = 'q';
    {
        SingleKeys const keys;
        if (::read(STDIN_FILENO, &key, 1) != 1) key = 'q';
    }
    std::cerr << "\r                          \r" << std::flush;
    return key == ' ' || key == '\n' || key == '\r';
}

}  // namespace

Screen screen()
{
    winsize size{};
    if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0) return {};
    return {size.ws_col, size.ws_row};
}

std::size_t end_of_screen(std::string_view text, std::size_t from, std::size_t height)
{
    auto const lines = height > 2 ? height - 1 : 1;
    for (std::size_t line = 0; line < lines; ++line) {
        auto const newline = text.find('\n', from);
        if (newline == std::string_view::npos) return text.size();
        from = newline + 1;
    }
    return from;
}

void show_paged(std::string_view text)
{
    bool const is_conversation = ::isatty(STDOUT_FILENO) == 1 && ::isatty(STDIN_FILENO) == 1;
    if (!is_conversation) {
        std::cout << text << std::flush;
        return;
    }
    auto const height = screen().height;
    for (std::size_t at = 0; at < text.size();) {
        auto const end = end_of_screen(text, at, height);
        std::cout << text.substr(at, end - at) << std::flush;
        at = end;
        if (at < text.size() && !wants_more()) return;
    }
}

}  // namespace nightletter::reader
