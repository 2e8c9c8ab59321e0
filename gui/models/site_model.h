#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include <QAbstractItemModel>

#include "core/query/site_tree.h"
#include "gui/work/case_thread.h"

namespace hark::gui {

/// Services and the paths at them, with what their exchanges sum up to. Branches are read when they
/// are unfolded; late answers carry an older generation and are dropped.
class SiteModel : public QAbstractItemModel {
    Q_OBJECT
public:
    enum Column : std::uint8_t { Name, Exchanges, Errors, Bytes, Slowest, ColumnCount };

    explicit SiteModel(CaseThread& cases, QObject* parent = nullptr);
    ~SiteModel() override;
    Q_DISABLE_COPY_MOVE(SiteModel)

    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex& parent) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex& child) const override;
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] bool hasChildren(const QModelIndex& parent = {}) const override;
    [[nodiscard]] bool canFetchMore(const QModelIndex& parent) const override;
    void fetchMore(const QModelIndex& parent) override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;

    void setFilter(const query::Filter& filter);
    /// The case is there, or has something new. What was read so far is read again.
    void refresh();
    void clear();
    /// Null where the row sums up branches that are not listed.
    [[nodiscard]] const query::SitePlace* placeOf(const QModelIndex& index) const;
    [[nodiscard]] bool isAsking() const { return asked_ > 0; }

Q_SIGNALS:
    void listed();
    void failed(const QString& message);

private:
    struct Node;

    [[nodiscard]] Node* nodeOf(const QModelIndex& index) const;
    [[nodiscard]] QModelIndex indexOf(const Node& node) const;
    [[nodiscard]] static QString textOf(const Node& node, Column column);
    void ask(Node& node);
    void take(Node& node, const query::SiteNodes& nodes);
    void replace(Node& node, const query::SiteNodes& nodes);

    CaseThread& cases_;
    query::Filter filter_;
    std::unique_ptr<Node> root_;
    std::uint64_t generation_ = 0;
    int asked_ = 0;
    bool hasCase_ = false;
};

}  // namespace hark::gui
