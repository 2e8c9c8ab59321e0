#pragma once

#include <memory>
#include <utility>

namespace hark::base {

/// A value that most objects of a kind don't have: until it is first changed it is an empty one and
/// takes no more than a pointer. Copies are copies of the value.
template <typename T>
class Boxed {
public:
    Boxed() = default;
    ~Boxed() = default;
    Boxed(const Boxed& other)
        : value_(other.value_ ? std::make_unique<T>(*other.value_) : nullptr) {}
    Boxed(Boxed&& other) noexcept = default;
    Boxed& operator=(const Boxed& other) {
        value_ = other.value_ ? std::make_unique<T>(*other.value_) : nullptr;
        return *this;
    }
    Boxed& operator=(Boxed&& other) noexcept = default;

    Boxed& operator=(T&& value) {
        value_ = std::make_unique<T>(std::move(value));
        return *this;
    }

    explicit operator bool() const { return value_ != nullptr; }
    void reset() { value_.reset(); }
    [[nodiscard]] const T& operator*() const {
        static const T kEmpty;
        return value_ ? *value_ : kEmpty;
    }
    [[nodiscard]] const T* operator->() const { return &**this; }
    /// Makes it where it isn't there.
    [[nodiscard]] T& edit() {
        if (!value_) value_ = std::make_unique<T>();
        return *value_;
    }

private:
    std::unique_ptr<T> value_;
};

}  // namespace hark::base
