#pragma once

#include <cstdint>
#include <string_view>

namespace hark::session {

/// What the words of a target or of a name speak of; one input among others, as applications may
/// use any words. ASCII letters compare in any case.
enum class Topic : std::uint8_t {
    Login = 1,
    Logout = 2,
    Cart = 4,
    Checkout = 8,
    Asset = 16,    ///< the text ends as images, styles, scripts and fonts do; then the only one
    Session = 32,  ///< what an interface calls the thing that a logout deletes
};

/// Whether parameters ask to log out: "logoff=true", "do=logout"; not "next=/logout".
[[nodiscard]] bool queryAsksToLogOut(std::string_view query);

/// A sum of Topics. Words count as whole segments of a path, or where they begin or end one's
/// parts.
[[nodiscard]] unsigned topicsOf(std::string_view text);
[[nodiscard]] inline bool has(unsigned topics, Topic topic) {
    return (topics & static_cast<unsigned>(topic)) != 0;
}

/// Whether a form field or JSON member of that name carries a password.
[[nodiscard]] bool namesPassword(std::string_view name);
/// Whether it is a password that is changed rather than presented: "new_password".
[[nodiscard]] bool namesChangedPassword(std::string_view name);
/// Whether it carries the name of who logs in: 2 surely, 1 perhaps, 0 not.
[[nodiscard]] unsigned namesUser(std::string_view name);
/// Whether a value of that name must not be shown: passwords, card numbers, tokens.
[[nodiscard]] bool namesSecret(std::string_view name);
/// Whether a value of that name says what goes into a cart, and how much of it.
[[nodiscard]] bool namesThing(std::string_view name);

}  // namespace hark::session
