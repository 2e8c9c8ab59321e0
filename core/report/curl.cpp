#include "core/report/curl.h"

#include <algorithm>
#include <variant>

#include <fmt/format.h>

#include "core/base/text.h"
#include "core/report/shell.h"

namespace hark::report {

namespace {

// Linux takes 128 KiB as one word; escapes take up to four bytes for one.
constexpr std::size_t kLongestWord = std::size_t{24} << 10U;

bool hasNul(std::string_view text) {
    return text.find('\0') != std::string_view::npos;
}

/// Puts the command together: words behind "curl", remarks in front of it.
class Command {
public:
    void option(std::string_view name) { words_ += fmt::format(" \\\n  {}", name); }
    void option(std::string_view name, std::string_view value) {
        option(fmt::format("{} {}", name, shellWord(value)));
    }
    void remark(std::string_view text) { remarks_ += fmt::format("# {}\n", text); }
    /// Bytes for standard input.
    void pipe(base::Bytes bytes) {
        pipe_ = fmt::format("base64 -d <<<{} | ", base::toBase64(bytes));
    }
    [[nodiscard]] std::string text() const { return remarks_ + pipe_ + "curl" + words_ + "\n"; }

private:
    std::string remarks_;
    std::string pipe_;
    std::string words_;
};

/// curl takes the name of a field that begins with "@" for a file, and one without value for a
/// field to be left out.
void addField(Command& command, const std::string& name, const std::string& value) {
    const std::string line = value.empty() ? name + ';' : name + ": " + value;
    if (name.empty() || name.front() == '@' || hasNul(line) ||
        line.find_first_of("\r\n") != std::string::npos ||
        name.find_first_of(":;") != std::string::npos) {
        command.remark(fmt::format("left out, as curl can't send it: the field {}",
                                   base::printable(fmt::format("\"{}\"", name))));
        return;
    }
    command.option("-H", line);
}

void addFields(Command& command, const query::FieldLines& fields, bool hasContent) {
    const auto has = [&](std::string_view wanted) {
        return std::any_of(fields.begin(), fields.end(), [&](const auto& line) {
            return base::equalsIgnoringCase(line.first, wanted);
        });
    };
    for (const auto& [name, value] : fields) {
        // These say how the content is framed, which curl does itself.
        if (base::equalsIgnoringCase(name, "content-length") ||
            base::equalsIgnoringCase(name, "transfer-encoding"))
            continue;
        addField(command, name, value);
    }
    // What curl would add by itself.
    for (const char* own : {"Accept", "User-Agent"}) {
        if (!has(own)) command.option("-H", fmt::format("{}:", own));
    }
    if (hasContent) {
        for (const char* own : {"Content-Type", "Expect"}) {
            if (!has(own)) command.option("-H", fmt::format("{}:", own));
        }
    }
    if (has("accept-encoding")) command.option("--compressed");
}

void addContent(Command& command, const std::string& bytes) {
    if (hasNul(bytes) || bytes.size() > kLongestWord) {
        command.pipe(base::asBytes(bytes));
        command.option("--data-binary @-");
    } else {
        command.option("--data-raw", bytes);
    }
}

void addTarget(Command& command, const query::ExchangeRow& row) {
    const std::string& target = row.target ? *row.target : std::string();
    std::string url = row.url.value_or(target);
    const bool isOriginForm = target.starts_with('/');
    const bool isAbsolute = target.find("://") != std::string::npos;
    if (!isOriginForm && !isAbsolute) {
        command.option("--request-target", target);
        if (row.host) url = fmt::format("{}://{}/", row.scheme.value_or("http"), *row.host);
    }
    command.option("--url", url);
}

}  // namespace

std::optional<std::string> curlCommand(const query::ExchangeDetail& detail,
                                       const RequestContent& content) {
    const query::ExchangeRow& row = detail.row;
    if (!detail.request || detail.request->head.empty() || !row.method) return std::nullopt;
    Command command;
    if (hasNul(*row.method) || hasNul(row.target.value_or("")) || hasNul(row.url.value_or(""))) {
        return "# The request line has a NUL, which no command line can hold.\n";
    }
    const bool fits = content.bytes.size() <= kMaximumCurlContent;
    const bool hasContent = content.isWhole && fits && !content.bytes.empty();
    if (!content.isWhole) {
        command.remark("the request's content was not captured whole, and is left out");
    } else if (!fits) {
        command.remark("the request's content is too large for a command line, and is left out");
    }
    // In this order, so that what comes from traffic can't change how it is taken.
    command.option("--globoff --path-as-is");
    command.option(row.protocol == "HTTP/1.0" ? "--http1.0" : "--http1.1");
    if (*row.method == "HEAD" && !hasContent) {
        command.option("--head");
    } else if (*row.method != "GET" || hasContent) {
        command.option("-X", *row.method);
    }
    addFields(command, detail.request->fields, hasContent);
    if (hasContent) addContent(command, content.bytes);
    addTarget(command, row);
    return command.text();
}

std::optional<std::string> curlCommand(query::Case& from, const query::ExchangeDetail& detail) {
    RequestContent content;
    content.isWhole = detail.row.requestComplete && detail.row.requestMissing == 0;
    if (detail.request && detail.request->content) {
        query::ContentReader reader = from.content(*detail.request->content);
        while (content.bytes.size() <= kMaximumCurlContent) {
            const auto piece = reader.next();
            if (!piece) break;
            if (const auto* bytes = std::get_if<base::Bytes>(&*piece)) {
                content.bytes += base::asText(*bytes);
            } else {
                content.isWhole = false;
            }
        }
        if (reader.hasFailed()) content.isWhole = false;
    }
    return curlCommand(detail, content);
}

}  // namespace hark::report
