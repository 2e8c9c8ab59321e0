#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hark::http {

/// One field line as received: the name as written, the value without surrounding white space
/// (RFC 9110 section 5.5). Views into the head that it came from.
struct FieldLine {
    std::string_view name;
    std::string_view value;
    friend bool operator==(const FieldLine&, const FieldLine&) = default;
};

/// A place in a head's bytes.
struct Span {
    std::uint32_t begin = 0;
    std::uint32_t length = 0;
    [[nodiscard]] std::string_view in(std::string_view bytes) const {
        return bytes.substr(begin, length);
    }
};

/// The field lines of a head or of trailers, in order, and the bytes that they came from, exactly.
/// Owns the bytes; what it hands out lives as long as it does and does not move.
class Fields {
public:
    struct Line {
        Span name;
        Span value;
    };

    Fields() = default;
    Fields(std::string bytes, std::vector<Line> lines);

    /// Everything as received: start line, field lines, the empty line, for a head.
    [[nodiscard]] std::string_view bytes() const { return bytes_; }
    [[nodiscard]] std::size_t size() const { return lines_.size(); }
    [[nodiscard]] FieldLine operator[](std::size_t i) const {
        return {lines_[i].name.in(bytes_), lines_[i].value.in(bytes_)};
    }
    /// The value of the first field line of that name, in any case.
    [[nodiscard]] std::optional<std::string_view> first(std::string_view name) const {
        if (!mayHave(name)) return std::nullopt;
        return next(name, 0).value;
    }
    [[nodiscard]] std::size_t count(std::string_view name) const;
    /// Calls `take` with the value of each field line of that name, in order.
    template <typename Take>
    void forEach(std::string_view name, Take take) const {
        if (!mayHave(name)) return;
        for (Found line = next(name, 0); line.value; line = next(name, line.after))
            take(*line.value);
    }
    /// All values of that name joined by ", " (RFC 9110 section 5.3); empty where there is none.
    [[nodiscard]] std::string combined(std::string_view name) const;
    /// Whether a comma-separated list field holds that token, in any case.
    [[nodiscard]] bool hasToken(std::string_view name, std::string_view token) const;

private:
    /// One bit for a name's length and first letter: most names that are asked for are not there.
    [[nodiscard]] static constexpr std::uint64_t mark(std::string_view name) {
        constexpr unsigned kLetterCase = 0x20;
        const unsigned letter =
            name.empty() ? 0U : static_cast<unsigned char>(name[0]) | kLetterCase;
        return std::uint64_t{1} << ((name.size() * 7 + letter) % 64);
    }
    /// False: there is no field line of that name.
    [[nodiscard]] bool mayHave(std::string_view name) const { return (marks_ & mark(name)) != 0; }
    /// The first line of that name from place `from` on; the value is nothing where there is none.
    struct Found {
        std::optional<std::string_view> value;
        std::size_t after = 0;  ///< the place after it
    };
    [[nodiscard]] Found next(std::string_view name, std::size_t from) const;

    std::string bytes_;
    std::vector<Line> lines_;
    std::uint64_t marks_ = 0;
};

/// An element of a comma-separated list without the blanks around it, or the line ends where the
/// value is folded (RFC 9112 section 5.2).
[[nodiscard]] std::string_view listElement(std::string_view element);

/// What `splitFieldLines` found.
struct FieldLines {
    std::vector<Fields::Line> lines;
    bool folded = false;     ///< a line was continued (obs-fold); the value spans the fold
    bool malformed = false;  ///< a line without colon (kept with an empty name), an empty name, or
                             ///< white space before the colon
    bool tooMany = false;    ///< stopped at the maximum
    bool repeated = false;   ///< byte for byte those of the head before, where somebody compared
};

/// Reads field lines (RFC 9112 section 5) from `begin` up to an empty line or the end. Lines end in
/// CRLF or a bare LF (section 2.2). The spans are places in `bytes`.
[[nodiscard]] FieldLines splitFieldLines(std::string_view bytes, std::size_t begin,
                                         std::size_t maximumLines);

}  // namespace hark::http
