#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "core/base/bytes.h"

namespace hark::capture {

/// Where the bytes of a capture come from: a descriptor, or a decompressor over one.
class ByteInput {
public:
    virtual ~ByteInput() = default;

    /// Fills the beginning of `room` and says how much; waits for at least one byte. Zero at the
    /// end, which is a proper one only where error() is empty.
    virtual std::size_t read(std::span<std::byte> room) = 0;
    /// Why the input ended before its time.
    [[nodiscard]] virtual const std::string& error() const = 0;

    /// Of the file itself, compressed where it is.
    [[nodiscard]] virtual std::uint64_t bytesRead() const = 0;
    [[nodiscard]] virtual std::optional<std::uint64_t> bytesTotal() const = 0;
    /// See PacketSource::digest().
    [[nodiscard]] virtual std::string digest() const = 0;
    /// See PacketSource::whenIdle().
    virtual void whenIdle(std::function<bool()> idle) = 0;
};

/// Reads from a descriptor. Never maps the file: one that shrinks while it is read must not end the
/// program.
class FileInput final : public ByteInput {
public:
    enum class Ownership : std::uint8_t { Owned, Borrowed };

    FileInput(int descriptor, Ownership ownership);
    ~FileInput() override;
    FileInput(const FileInput&) = delete;
    FileInput& operator=(const FileInput&) = delete;

    std::size_t read(std::span<std::byte> room) override;
    [[nodiscard]] const std::string& error() const override { return error_; }
    [[nodiscard]] std::uint64_t bytesRead() const override { return bytesRead_; }
    [[nodiscard]] std::optional<std::uint64_t> bytesTotal() const override { return bytesTotal_; }
    [[nodiscard]] std::string digest() const override;
    void whenIdle(std::function<bool()> idle) override { idle_ = std::move(idle); }

private:
    bool waitForBytes();

    int descriptor_;
    Ownership ownership_;
    std::uint64_t bytesRead_ = 0;
    std::optional<std::uint64_t> bytesTotal_;
    std::string error_;
    std::function<bool()> idle_;
    std::chrono::steady_clock::time_point nextIdle_;  // call, at the earliest
    bool isRegularFile_ = false;
    struct Digest;
    std::unique_ptr<Digest> digest_;
};

}  // namespace hark::capture
