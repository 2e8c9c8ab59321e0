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
    Session = 32,  ///< what an interface calls the thing that a logout deletes
    Asset = 16,    ///< the text ends as images, styles, scripts and fonts do; then the only one
};

/// A sum of Topics.
[[nodiscard]] unsigned topicsOf(std::string_view text);
[[nodiscard]] inline bool has(unsigned topics, Topic topic) {
    return (topics & static_cast<unsigned>(topic)) != 0;
}

/// Whether a form field or JSON member of that name carries a password.
[[nodiscard]] bool namesPassword(std::string_view name);
/// Whether it is a password that is changed rather than presented: "new_password".
[[nodiscard]] bool namesChangedPassword(std::string_view name);
/// Whether it carries the name of who logs in.
[[nodiscard]] bool namesUser(std::string_view name);
/// Whether a value of that name must not be shown: passwords, card numbers, tokens.
[[nodiscard]] bool namesSecret(std::string_view name);

}  // namespace hark::session
