#include <memory>
#include <optional>
#include <variant>

#include <fmt/format.h>

#include "cli/case_access.h"
#include "cli/cells.h"
#include "cli/choice_option.h"
#include "cli/commands.h"
#include "cli/list_columns.h"
#include "cli/session_words.h"
#include "cli/show_session.h"
#include "cli/terminal.h"
#include "core/base/text.h"
#include "core/base/time.h"
#include "core/content/coding_decoder.h"
#include "core/report/exchange_json.h"

namespace hark::cli {

namespace {

// More of a text belongs into a file.
constexpr std::size_t kShownContent = std::size_t{4} << 10U;

struct Options : CaseOptions {
    std::string subject;
    std::uint64_t id = 0;
    std::optional<std::uint64_t> jarAt;  ///< an exchange
};

std::string headText(std::string_view mark, std::string_view head) {
    std::string out;
    while (!head.empty()) {
        const std::size_t lf = std::min(head.find('\n'), head.size());
        std::string_view line = head.substr(0, lf);
        if (line.ends_with('\r')) line.remove_suffix(1);
        head.remove_prefix(std::min(lf + 1, head.size()));
        if (!line.empty()) out += fmt::format("{} {}\n", mark, base::printable(line));
    }
    return out;
}

bool looksLikeText(std::string_view bytes) {
    // A cut in the middle of a character is no sign of anything.
    std::string_view whole = bytes;
    for (int i = 0; i < 3 && !base::isUtf8(whole) && !whole.empty(); ++i)
        whole.remove_suffix(1);
    return base::isUtf8(whole) && bytes.find('\0') == std::string_view::npos;
}

std::string contentText(query::Case& from, const query::MessageDetail& message) {
    if (!message.content) return {};
    std::string coding;
    for (const auto& [name, value] : message.fields) {
        if (!base::equalsIgnoringCase(name, "content-encoding")) continue;
        coding += (coding.empty() ? "" : ", ") + value;
    }
    content::ContentDecoder decoder(coding);
    std::string text;
    const auto take = [&](base::Bytes bytes) {
        text += base::asText(bytes).substr(
            0, kShownContent + 1 - std::min(text.size(), kShownContent + 1));
    };
    query::ContentReader reader = from.content(*message.content);
    std::string note;
    while (text.size() <= kShownContent) {
        const auto piece = reader.next();
        if (!piece) break;
        if (const auto* bytes = std::get_if<base::Bytes>(&*piece)) {
            decoder.feed(*bytes, take);
        } else {
            text += fmt::format("\n[{} bytes were not captured]\n",
                                std::get<query::ContentReader::Gap>(*piece).length);
            decoder.feedGap();
        }
    }
    if (decoder.state() == content::DecodeState::Damaged)
        note = "  (its content coding is damaged)\n";
    if (decoder.state() == content::DecodeState::Unsupported)
        note = "  (its content coding is not known)\n";
    if (!looksLikeText(text))
        return note + fmt::format("  ({} of binary content)\n", humanSize(reader.length()));
    const bool isCut = text.size() > kShownContent;
    std::string out = note;
    std::string_view rest = std::string_view(text).substr(0, kShownContent);
    while (!rest.empty()) {
        const std::size_t lf = std::min(rest.find('\n'), rest.size());
        out += "  " + base::printable(rest.substr(0, lf)) + "\n";
        rest.remove_prefix(std::min(lf + 1, rest.size()));
    }
    if (isCut) out += fmt::format("  … ({} in all)\n", humanSize(reader.length()));
    return out;
}

std::string packetsText(const query::MessageDetail& message) {
    std::string out;
    for (const query::PacketSpan& span : message.packets) {
        out += fmt::format("{}{}–{} of input {}", out.empty() ? "packets " : ", ", span.first,
                           span.last, span.capture);
    }
    return out;
}

std::string timingText(const query::ExchangeRow& row) {
    std::string out;
    const auto add = [&](std::string_view name, const std::optional<std::int64_t>& ns) {
        if (ns)
            out += fmt::format("{}{} {}", out.empty() ? "" : ", ", name,
                               humanDuration(std::chrono::nanoseconds(*ns)));
    };
    add("dns", row.dnsNs);
    add("connect", row.connectNs);
    add("send", row.sendNs);
    add("wait", row.waitNs);
    add("blocked behind earlier responses", row.blockedNs);
    add("receive", row.receiveNs);
    return out;
}

std::string exchangeText(query::Case& from, const query::ExchangeDetail& detail) {
    const query::ExchangeRow& row = detail.row;
    std::string out =
        fmt::format("exchange {}: {} {}\n", row.id, base::printable(row.method.value_or("–")),
                    base::printable(row.url.value_or("(request not captured)")));
    out += fmt::format("  connection {}{}, {} → {}\n", row.connection,
                       row.ordinal ? fmt::format(", its request {}", *row.ordinal + 1) : "",
                       endpointText(row.client), endpointText(row.server));
    out += fmt::format("  started {}\n  {}\n\n",
                       base::toIso8601(base::Timestamp(base::Duration(row.startedNs))),
                       timingText(row));
    if (const std::string note = noteText(row.note.isMarked, row.note.text); !note.empty()) {
        out.pop_back();
        out += note + "\n";
    }
    if (row.session) {
        std::string why;
        for (const query::EvidenceItem& item : query::evidenceItems(row.evidence))
            why += (why.empty() ? ": " : "; ") + evidenceInWords(item);
        out.pop_back();
        out += fmt::format("  session {}{}\n\n", *row.session, why);
    }
    if (detail.request) {
        out += headText(">", detail.request->head) + contentText(from, *detail.request);
        out += fmt::format("  [{}; {} of content{}]\n\n", packetsText(*detail.request),
                           humanSize(row.requestBodyBytes.value_or(0)),
                           row.requestComplete ? "" : ", not complete");
    }
    for (const query::InterimDetail& interim : detail.interim)
        out += headText("<", interim.head) + "\n";
    if (detail.response) {
        out += headText("<", detail.response->head) + contentText(from, *detail.response);
        out += fmt::format("  [{}; {} of content{}{}]\n", packetsText(*detail.response),
                           humanSize(row.responseBodyBytes.value_or(0)),
                           row.responseMissing > 0 ? fmt::format(", {} of it not captured",
                                                                 humanSize(row.responseMissing))
                                                   : "",
                           row.responseComplete ? "" : ", not complete");
    } else {
        out += "  no response was captured\n";
    }
    for (const query::Incompleteness& why : detail.incomplete) {
        out += fmt::format("  {} not whole: {} (packet {} of input {})\n", why.message, why.text,
                           why.packet, why.capture);
    }
    for (const query::AnomalyRow& anomaly : detail.anomalies) {
        out += fmt::format("\n! {} {} (packet {})", anomaly.code, base::printable(anomaly.detail),
                           anomaly.packet);
    }
    if (!detail.anomalies.empty()) out += '\n';
    return out;
}

ExitCode missing(const Options& options) {
    complain(fmt::format("there is no {} {} in {}", options.subject, options.id, options.file));
    return ExitCode::Failed;
}

ExitCode showExchange(const Options& options, query::Case& from, Output& output, ExitCode code) {
    auto detail = from.exchange(options.id);
    if (!detail) return failed(detail.error());
    if (!*detail) return missing(options);
    if (options.format == Format::Table || options.format == Format::Csv) {
        output.write(exchangeText(from, **detail));
    } else {
        output.write(dumpJson(report::exchangeJson(from, **detail, true),
                              options.format == Format::Json ? 2 : -1) +
                     "\n");
    }
    return code;
}

ExitCode showExchangesOf(std::uint64_t connection, query::Case& from, Output& output,
                         ExitCode code) {
    const auto anomalies = from.anomaliesOf(connection);
    if (!anomalies) return failed(anomalies.error());
    for (const query::AnomalyRow& anomaly : *anomalies) {
        output.write(fmt::format("! {} {} (packet {})\n", anomaly.code,
                                 base::printable(anomaly.detail), anomaly.packet));
    }
    const auto ids = from.exchangesOf(connection);
    if (!ids) return failed(ids.error());
    const auto rows = from.exchangeRows(*ids);
    if (!rows) return failed(rows.error());
    output.write("\n");
    for (const query::ExchangeRow& e : *rows) {
        output.write(fmt::format("{:>6}  {} {} → {}\n", e.id,
                                 base::printable(e.method.value_or("–")),
                                 base::printable(e.target.value_or("(request not captured)")),
                                 e.status ? std::to_string(*e.status) : "no response"));
    }
    return code;
}

ExitCode showConnection(const Options& options, query::Case& from, Output& output, ExitCode code) {
    auto row = from.connection(options.id);
    if (!row) return failed(row.error());
    if (!*row) return missing(options);
    if (options.format != Format::Table) {
        std::vector<ColumnStyle> styles;
        std::vector<Cell> cells;
        for (const auto& column : connectionColumns()) {
            styles.push_back(column.style);
            cells.push_back(column.cell(**row));
        }
        RowPrinter printer(options.format, std::move(styles), output);
        printer.row(std::move(cells));
        printer.finish();
        return code;
    }
    for (const auto& column : connectionColumns()) {
        const Cell cell = column.cell(**row);
        const std::string text = !cell.text.empty()       ? cell.text
                                 : cell.value.is_string() ? cell.value.get<std::string>()
                                                          : dumpJson(cell.value);
        output.write(fmt::format("{:<18}{}\n", column.style.name, base::printable(text)));
    }
    return showExchangesOf(options.id, from, output, code);
}

ExitCode showSession(const Options& options, query::Case& from, Output& output, ExitCode code) {
    const auto shown = options.jarAt ? showJar(from, options.id, *options.jarAt, options, output)
                                     : showSession(from, options.id, options, output);
    if (!shown) return failed(shown.error());
    return *shown ? code : missing(options);
}

ExitCode show(const Options& options, query::Case& from, Output& output, ExitCode code) {
    if (options.subject == "exchange") return showExchange(options, from, output, code);
    if (options.subject == "session") return showSession(options, from, output, code);
    return showConnection(options, from, output, code);
}

ExitCode run(const Options& options) {
    if (options.jarAt && options.subject != "session") {
        complain("--jar is about a session: hark show CASE session ID --jar EXCHANGE");
        return ExitCode::Usage;
    }
    CaseAccess access;
    const ExitCode code = access.open(options);
    if (code == ExitCode::Failed) return code;
    Output output;
    return output.finish(show(options, access.get(), output, code));
}

}  // namespace

void addShowCommand(CLI::App& app, Action& action) {
    auto options = std::make_shared<Options>();
    CLI::App* command =
        app.add_subcommand("show", "All about one exchange, connection or user session");
    options->addTo(*command);
    addChoice<std::string>(
        *command, "WHAT", options->subject,
        {{"exchange", "exchange"}, {"connection", "connection"}, {"session", "session"}},
        "exchange, connection or session")
        ->required();
    addIdArgument(*command, options->id);
    command
        ->add_option_function<std::string>(
            "--jar",
            [options](const std::string& text) {
                options->jarAt = parseId("--jar", text, "an exchange");
            },
            "Of a session: the cookies that its user agent held when this exchange was over")
        ->type_name("EXCHANGE");
    command->footer(
        "Example: hark show shop.hark exchange 42\n"
        "         hark show shop.hark session 3");
    command->callback([options, &action] { action = [options] { return run(*options); }; });
}

}  // namespace hark::cli
