#include <memory>

#include <fmt/format.h>

#include "cli/case_access.h"
#include "cli/commands.h"
#include "cli/explain.h"
#include "cli/row_printer.h"
#include "cli/terminal.h"
#include "core/base/text.h"
#include "core/base/time.h"

namespace hark::cli {

namespace {

std::string iso(std::int64_t ns) {
    return base::toIso8601(base::Timestamp(base::Duration(ns)));
}

void putNotes(Json& out, const query::Provenance& p) {
    out["comments"] = Json::array();
    for (const query::CommentRow& comment : p.comments) {
        Json row;
        row["capture"] = comment.capture;
        row["packet"] = comment.packet ? Json(*comment.packet) : Json(nullptr);
        putText(row, "text", comment.text);
        out["comments"].push_back(std::move(row));
    }
    out["comments_total"] = p.commentsTotal;
    out["host_names"] = p.hostNames;
    out["secrets"] = Json::array();
    for (const query::SecretsRow& secrets : p.secrets) {
        Json row;
        row["capture"] = secrets.capture;
        row["kind"] = base::toValidUtf8(secrets.kind);
        row["blocks"] = secrets.blocks;
        row["bytes"] = secrets.bytes;
        out["secrets"].push_back(std::move(row));
    }
}

Json infoJson(const std::string& path, const query::Provenance& p) {
    Json out;
    out["case"] = base::toValidUtf8(path);
    out["complete"] = !p.isPartial;
    out["reason"] = p.reason.empty() ? Json(nullptr) : Json(base::toValidUtf8(p.reason));
    for (const auto& [key, value] : p.meta)
        out["meta"][key] = base::toValidUtf8(value);
    out["inputs"] = Json::array();
    for (const query::InputRow& input : p.inputs) {
        Json row;
        row["id"] = input.id;
        putText(row, "name", input.name);
        row["bytes"] = input.bytes;
        row["packets"] = input.packets;
        row["digest"] = input.digest;
        row["format"] = input.format;
        row["link_types"] = input.linkTypes;
        row["first"] = input.firstNs ? Json(iso(*input.firstNs)) : Json(nullptr);
        row["last"] = input.lastNs ? Json(iso(*input.lastNs)) : Json(nullptr);
        row["complete"] = input.complete;
        row["note"] = base::toValidUtf8(input.note);
        out["inputs"].push_back(std::move(row));
    }
    for (const auto& [name, value] : p.counters)
        out["counters"][name] = value;
    putNotes(out, p);
    return out;
}

std::string notesText(const query::Provenance& p) {
    std::string out;
    for (const query::CommentRow& comment : p.comments) {
        const std::string about =
            comment.packet ? fmt::format("packet {} of input {}", *comment.packet, comment.capture)
                           : fmt::format("input {}", comment.capture);
        out += fmt::format("{:<14}{}: {}\n", "comment", about, base::printable(comment.text));
    }
    if (p.commentsTotal > p.comments.size()) {
        out += fmt::format("{:<14}{} more; see the table capture_comment\n", "comments",
                           p.commentsTotal - p.comments.size());
    }
    if (p.hostNames > 0) out += fmt::format("{:<14}{}\n", "host names", p.hostNames);
    for (const query::SecretsRow& secrets : p.secrets) {
        out += fmt::format("{:<14}input {}: {}, {} bytes\n", "secrets", secrets.capture,
                           base::printable(secrets.kind), secrets.bytes);
    }
    return out;
}

std::string infoText(const std::string& path, const query::Provenance& p) {
    std::string out = fmt::format("case          {}\n", base::printable(path));
    out += fmt::format("state         {}\n",
                       p.isPartial ? "partial: " + base::printable(partialReason(p)) : "complete");
    for (const auto& [key, value] : p.meta) {
        if (key == "state" || key == "reason") continue;
        out += fmt::format("{:<14}{}\n", key, base::printable(value));
    }
    for (const query::InputRow& input : p.inputs) {
        out += fmt::format("input {:<8}{}\n", input.id, base::printable(input.name));
        const auto line = [&](std::string_view name, const std::string& value) {
            if (!value.empty()) out += fmt::format("  {:<12}{}\n", name, base::printable(value));
        };
        line("size", fmt::format("{} bytes, {} packets{}", input.bytes, input.packets,
                                 input.complete ? "" : ", not all could be read"));
        line("format", input.format);
        line("link types", input.linkTypes);
        line("digest", input.digest);
        if (input.firstNs && input.lastNs) {
            line("time", fmt::format("{} to {} ({})", iso(*input.firstNs), iso(*input.lastNs),
                                     humanDuration(std::chrono::nanoseconds(*input.lastNs -
                                                                            *input.firstNs))));
        }
        line("note", input.note);
    }
    out += notesText(p);
    for (const auto& [name, value] : p.counters) {
        if (value > 0) out += fmt::format("{:<32}{}\n", base::printable(name), value);
    }
    return out;
}

ExitCode run(const CaseOptions& options) {
    CaseAccess access;
    const ExitCode code = access.open(options);
    if (code == ExitCode::Failed) return code;
    const auto provenance = access.get().provenance();
    if (!provenance) return failed(provenance.error());
    Output output;
    if (options.format == Format::Table) {
        output.write(infoText(options.file, *provenance));
    } else if (options.format == Format::Csv) {
        printFlat(infoJson(options.file, *provenance), output);
    } else {
        output.write(
            dumpJson(infoJson(options.file, *provenance), options.format == Format::Json ? 2 : -1) +
            "\n");
    }
    return output.finish(code);
}

}  // namespace

void addInfoCommand(CLI::App& app, Action& action) {
    auto options = std::make_shared<CaseOptions>();
    CLI::App* command =
        app.add_subcommand("info", "What a case was made from and how, and whether it is complete");
    options->addTo(*command);
    command->footer("Example: hark info shop.hark");
    command->callback([options, &action] { action = [options] { return run(*options); }; });
}

}  // namespace hark::cli
