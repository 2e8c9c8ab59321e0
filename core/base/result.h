#pragma once

#include <cassert>
#include <string>
#include <utility>
#include <variant>

namespace hark::base {

/// Why something outside the program's hand went wrong, in one line that says what to do about it.
struct Error {
    std::string message;
};

/// A value, or the reason why there is none. For files, devices and databases; bad traffic is data
/// and never an Error.
template <typename T>
class [[nodiscard]] Result {
public:
    Result(T value) : state_(std::move(value)) {}
    Result(Error error) : state_(std::move(error)) {}

    [[nodiscard]] bool ok() const { return std::holds_alternative<T>(state_); }
    explicit operator bool() const { return ok(); }

    /// Only where ok().
    [[nodiscard]] T& value() & {
        assert(ok());
        return std::get<T>(state_);
    }
    [[nodiscard]] const T& value() const& {
        assert(ok());
        return std::get<T>(state_);
    }
    [[nodiscard]] T&& value() && {
        assert(ok());
        return std::move(std::get<T>(state_));
    }
    T& operator*() & { return value(); }
    const T& operator*() const& { return value(); }
    T* operator->() { return &value(); }
    const T* operator->() const { return &value(); }

    /// Only where not ok().
    [[nodiscard]] const Error& error() const {
        assert(!ok());
        return std::get<Error>(state_);
    }

private:
    std::variant<T, Error> state_;
};

/// What a Result holds when success has nothing to say.
struct Done {};
using Status = Result<Done>;

}  // namespace hark::base
