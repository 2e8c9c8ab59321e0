#include "core/store/head_table.h"

#include "core/base/json_strings.h"

namespace hark::store {

namespace {

// The plain loop that compilers make vector code of.
std::size_t countControls(std::string_view bytes) {
    std::size_t count = 0;
    for (const char c : bytes) {
        count += static_cast<unsigned char>(c) < 0x20 ? 1 : 0;
    }
    return count;
}

}  // namespace

bool isPlain(const http::Fields& fields, std::size_t begin, std::size_t firstLine) {
    const std::string_view bytes = fields.bytes();
    // Each field line must begin where the one before it ended, with a name and a colon, and end
    // with CRLF; other control characters there must not be.
    std::size_t next = firstLine;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        const http::FieldLine line = fields[i];
        if (line.name.data() != bytes.data() + next || line.name.empty()) return false;
        const std::size_t colon = next + line.name.size();
        if (colon >= bytes.size() || bytes[colon] != ':') return false;
        const auto value = static_cast<std::size_t>(line.value.data() - bytes.data());
        const std::size_t end = bytes.find("\r\n", value + line.value.size());
        if (end == std::string_view::npos) return false;
        next = end + 2;
        if (next < bytes.size() && (bytes[next] == ' ' || bytes[next] == '\t')) return false;
    }
    const std::string_view rest = bytes.substr(next);
    if (!rest.empty() && rest != "\r\n") return false;
    std::size_t lineEnds = fields.size() + (rest.empty() ? 0 : 1);
    if (begin < firstLine) {
        if (bytes.substr(begin, firstLine - begin).find("\r\n") + 2 != firstLine - begin) {
            return false;
        }
        ++lineEnds;
    }
    return countControls(bytes.substr(begin)) == 2 * lineEnds;
}

void writeLines(const http::Fields& fields, std::string& out) {
    out = '[';
    for (std::size_t i = 0; i < fields.size(); ++i) {
        const http::FieldLine line = fields[i];
        out += i == 0 ? "[" : ",[";
        base::appendJsonString(line.name, out);
        out += ',';
        base::appendJsonString(line.value, out);
        out += ']';
    }
    out += ']';
}

HeadTable::HeadTable(Database& database, const Hasher& hasher, std::size_t capacity)
    : insert_(database, "head", "id, bytes, lines"),
      hasher_(hasher),
      known_(capacity),
      next_(database.largestId("head") + 1) {}

std::uint64_t HeadTable::store(const http::Fields& fields, std::size_t begin, std::size_t firstLine,
                               const Digest& digest) {
    if (const auto id = known_.findOrRemember(digest, next_)) return *id;
    const std::uint64_t id = next_++;
    insert_.number(id).blob(base::asBytes(fields.bytes().substr(begin)));
    if (isPlain(fields, begin, firstLine)) {
        insert_.null();
    } else {
        writeLines(fields, lines_);
        insert_.text(lines_);
    }
    insert_.run();
    return id;
}

}  // namespace hark::store
