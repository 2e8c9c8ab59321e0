#include "core/query/seen_values.h"

#include <algorithm>
#include <utility>

#include <absl/container/flat_hash_map.h>
#include <fmt/format.h>

#include "core/base/text.h"
#include "core/base/text_map.h"
#include "core/http/message.h"
#include "core/query/head_lines.h"
#include "core/query/target_path.h"

namespace hark::query {

namespace {

/// Counts the values that hold what is typed.
class Counter {
public:
    explicit Counter(std::string_view typed)
        : begins_(Pattern::beginningWith(typed)), holds_(Pattern::containing(typed)) {}

    void add(std::string_view value, std::uint64_t count = 1) {
        if (value.empty() || value.size() > SeenLimits::kBytes) return;
        const auto known = counts_.find(value);
        if (known != counts_.end()) {
            known->second += count;
        } else if (counts_.size() < SeenLimits::kDistinct && holds_.matches(value)) {
            counts_.emplace(value, count);
        }
    }

    [[nodiscard]] std::vector<SeenValue> most(std::size_t most) const {
        std::vector<SeenValue> values;
        values.reserve(counts_.size());
        for (const auto& [text, count] : counts_)
            values.push_back({text, count});
        const auto before = [&](const SeenValue& a, const SeenValue& b) {
            const bool first = begins_.matches(a.text);
            const bool second = begins_.matches(b.text);
            if (first != second) return first;
            return a.count != b.count ? a.count > b.count : a.text < b.text;
        };
        const auto end =
            values.begin() + static_cast<std::ptrdiff_t>(std::min(most, values.size()));
        std::partial_sort(values.begin(), end, values.end(), before);
        values.erase(end, values.end());
        return values;
    }

private:
    Pattern begins_;
    Pattern holds_;
    base::TextMap<std::uint64_t> counts_;
};

/// Where the values of a name are in a case: rows of a value, and how often where it isn't once.
std::string_view rowsOf(FilterField field) {
    using F = FilterField;
    switch (field) {
        case F::Method:
            return "SELECT method, 1 FROM exchange";
        case F::Target:
        case F::Path:
            return "SELECT target, 1 FROM exchange";
        case F::Connection:
            return "SELECT id, exchanges FROM connection";
        case F::Client:
            return "SELECT client_address, 1 FROM connection";
        case F::Server:
            return "SELECT server_address, 1 FROM connection";
        case F::Address:
            return "SELECT client_address, 1 FROM connection UNION ALL "
                   "SELECT server_address, 1 FROM connection";
        case F::ClientPort:
            return "SELECT client_port, 1 FROM connection";
        case F::ServerPort:
            return "SELECT server_port, 1 FROM connection";
        case F::Port:
            return "SELECT server_port, 1 FROM connection UNION ALL "
                   "SELECT client_port, 1 FROM connection";
        case F::End:
            return "SELECT end_reason, 1 FROM connection";
        case F::TlsServerName:
            return "SELECT tls_sni, 1 FROM connection";
        case F::TlsVersion:
            return "SELECT tls_version, 1 FROM connection";
        case F::TlsProtocol:
            return "SELECT tls_alpn, 1 FROM connection";
        case F::Anomaly:
            return "SELECT code, 1 FROM anomaly";
        case F::Session:
            return "SELECT id, exchanges FROM user_session";
        case F::Visitor:
            return "SELECT visitor, 1 FROM user_session";
        case F::User:
            return "SELECT u.value, 1 FROM user_session s, json_each(s.users) u";
        case F::Event:
            return "SELECT kind, 1 FROM life_event";
        case F::CookieName:
            return "SELECT name, presented FROM credential_name WHERE carrier = 'cookie' "
                   "AND presented > 0";
        case F::SetCookieName:
            return "SELECT name, minted + renewed + deleted AS times FROM credential_name "
                   "WHERE carrier = 'cookie' AND times > 0";
        case F::SetCookieDomain:
            return "SELECT substr(service, 2), minted + renewed FROM credential_name "
                   "WHERE carrier = 'cookie' AND service LIKE '.%'";
        default:
            return {};
    }
}

/// Names that exchanges have by number: the column of that, and rows of number and name.
struct Numbered {
    std::string_view column;
    std::string_view names;
};

std::optional<Numbered> numberedOf(FilterField field) {
    switch (field) {
        case FilterField::Host:
            return Numbered{"origin", "SELECT id, host FROM origin"};
        case FilterField::Scheme:
            return Numbered{"origin", "SELECT id, scheme FROM origin"};
        case FilterField::Service:
            return Numbered{"origin", "SELECT id, prefix FROM origin"};
        case FilterField::MediaType:
            return Numbered{"response_type", "SELECT id, name FROM media_type"};
        default:
            return std::nullopt;
    }
}

class Reader {
public:
    Reader(sqlite3* database, std::string_view typed) : database_(database), counter_(typed) {}

    [[nodiscard]] const Counter& counter() const { return counter_; }

    /// False on failure.
    bool read(const FilterName& name, std::string_view field) {
        using F = FilterField;
        if (const auto numbered = numberedOf(name.field)) return readNumbered(*numbered);
        switch (name.field) {
            case F::Status:
                return readStatuses();
            case F::Protocol:
                return readProtocols();
            case F::Url:
                return readUrls();
            case F::HasRequestHeader:
            case F::RequestHeader:
                return readHeads("request_fields", field);
            case F::HasResponseHeader:
            case F::ResponseHeader:
                return readHeads("response_head", field);
            case F::HasHeader:
            case F::Header:
                return readHeads("request_fields", field) && readHeads("response_head", field);
            default:
                break;
        }
        if (name.kind == ValueKind::Word) {
            eachWord(name.words, [&](std::string_view word) { counter_.add(word, 0); });
            return true;
        }
        const std::string_view sql = rowsOf(name.field);
        return sql.empty() || readRows(sql, name.field);
    }

private:
    template <typename Visit>
    static void eachWord(std::string_view words, Visit visit) {
        while (!words.empty()) {
            const std::size_t end = std::min(words.find(' '), words.size());
            visit(words.substr(0, end));
            words.remove_prefix(std::min(end + 1, words.size()));
        }
    }

    bool readRows(std::string_view sql, FilterField field) {
        Rows rows(database_, sql);
        while (rows.step()) {
            const std::string_view value = rows.text(0);
            const std::uint64_t count = rows.number(1);
            if (field == FilterField::Path) {
                counter_.add(pathOfTarget(value), count);
            } else if (field == FilterField::TlsProtocol) {
                eachWord(value, [&](std::string_view word) { counter_.add(word, count); });
            } else {
                counter_.add(value, count);
            }
        }
        return !rows.hasFailed();
    }

    using Counts = absl::flat_hash_map<std::int64_t, std::uint64_t>;
    bool countNumbers(std::string_view column, Counts& counts) {
        Rows rows(database_, fmt::format("SELECT {} FROM exchange", column));
        while (rows.step()) {
            if (!rows.isNull(0)) ++counts[rows.integer(0)];
        }
        return !rows.hasFailed();
    }

    bool readNumbered(const Numbered& numbered) {
        Counts counts;
        if (!countNumbers(numbered.column, counts)) return false;
        Rows rows(database_, numbered.names);
        while (rows.step()) {
            const auto count = counts.find(rows.integer(0));
            if (count != counts.end()) counter_.add(rows.text(1), count->second);
        }
        return !rows.hasFailed();
    }

    // As kUrlSql makes them, which would look for the origin of each.
    bool readUrls() {
        absl::flat_hash_map<std::int64_t, std::string> prefixes;
        Rows origins(database_, "SELECT id, prefix FROM origin");
        while (origins.step()) {
            prefixes.emplace(origins.integer(0), origins.string(1));
        }
        if (origins.hasFailed()) return false;
        Rows rows(database_, "SELECT origin, method, target, url FROM exchange");
        std::string url;
        while (rows.step()) {
            const std::string_view target = rows.text(2);
            const bool isPath = target.starts_with('/') && rows.text(1) != "CONNECT";
            if (!rows.isNull(3)) {
                counter_.add(rows.text(3));
            } else if (!isPath && target != "*") {
                counter_.add(target);
            } else {
                url = prefixes[rows.integer(0)];
                if (isPath) url += target;
                counter_.add(url);
            }
        }
        return !rows.hasFailed();
    }

    // Classes besides: "4xx".
    bool readStatuses() {
        Counts counts;
        if (!countNumbers("status", counts)) return false;
        for (const auto& [status, count] : counts) {
            counter_.add(std::to_string(status), count);
            if (status >= 100 && status < 600)
                counter_.add(fmt::format("{}xx", status / 100), count);
        }
        return true;
    }

    bool readProtocols() {
        Counts counts;
        if (!countNumbers("protocol", counts)) return false;
        for (const auto& [version, count] : counts)
            counter_.add(http::toString(static_cast<http::Version>(version)), count);
        return true;
    }

    // Values of the field, or the names of all fields where it is empty.
    bool readHeads(std::string_view column, std::string_view field) {
        for (const std::string_view secret :
             {"cookie", "set-cookie", "authorization", "proxy-authorization"}) {
            if (base::equalsIgnoringCase(field, secret)) return true;
        }
        Rows rows(
            database_,
            fmt::format("SELECT h.bytes, h.lines FROM (SELECT DISTINCT {0} AS id FROM (SELECT "
                        "{0} FROM exchange LIMIT {1})) JOIN head h USING(id)",
                        column, SeenLimits::kHeads));
        while (rows.step()) {
            anyHeadLine(rows.text(0), rows.text(1),
                        [&](std::string_view name, std::string_view value) {
                            // A status line that comes along has blanks in front of its colon.
                            if (field.empty() && name.find(' ') == std::string_view::npos) {
                                counter_.add(base::toLower(name));
                            } else if (base::equalsIgnoringCase(name, field)) {
                                counter_.add(value);
                            }
                            return false;
                        });
        }
        return !rows.hasFailed();
    }

    sqlite3* database_;
    Counter counter_;
};

}  // namespace

base::Result<std::vector<SeenValue>> seenValues(Case& from, const FilterName& name,
                                                std::string_view field, std::string_view typed,
                                                std::size_t most) {
    const Snapshot snapshot(from.database());
    Reader reader(from.database(), typed);
    if (!reader.read(name, field)) return from.failure();
    return reader.counter().most(most);
}

}  // namespace hark::query
