#include "gui/inspector/json_pane.h"

#include <utility>

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QTreeView>
#include <QVBoxLayout>

#include "gui/delegates/cell_delegate.h"
#include "gui/delegates/colours.h"
#include "gui/models/json_tree_model.h"

namespace hark::gui {

namespace {

constexpr int kNameWidth = 240;
constexpr int kOpenedRows = 50;  // a text whose first level is not longer is opened there

QString endText(content::JsonEnd end) {
    switch (end) {
        case content::JsonEnd::Cut:
            return JsonPane::tr("! The text ends too early: this is what was captured.");
        case content::JsonEnd::Malformed:
            return JsonPane::tr("! No JSON from here on; Text shows the rest.");
        case content::JsonEnd::Limit:
            return JsonPane::tr("! Larger or deeper than is shown as a tree; Text shows the rest.");
        case content::JsonEnd::Whole:
            break;
    }
    return {};
}

class NameDelegate : public CellDelegate {
public:
    using CellDelegate::CellDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override {
        QStyleOptionViewItem coloured = option;
        const bool isString = index.data(JsonTreeModel::kTypeRole).toInt() ==
                              static_cast<int>(content::JsonType::String);
        const QColor colour = index.column() == JsonTreeModel::Name ? quietText(option.palette)
                              : isString                            ? goodColour(option.palette)
                                         : option.palette.color(QPalette::Text);
        coloured.palette.setColor(QPalette::Text, colour);
        CellDelegate::paint(painter, coloured, index);
    }
};

}  // namespace

JsonPane::JsonPane(QWidget* parent)
    : QWidget(parent), model_(new JsonTreeModel(this)), tree_(new QTreeView(this)) {
    tree_->setObjectName(QStringLiteral("contentJson"));
    tree_->setModel(model_);
    tree_->setItemDelegate(new NameDelegate(tree_));
    tree_->setFrameShape(QFrame::NoFrame);
    tree_->setUniformRowHeights(true);
    tree_->setHeaderHidden(true);
    tree_->setColumnWidth(JsonTreeModel::Name, kNameWidth);
    tree_->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(tree_, &QWidget::customContextMenuRequested, this, &JsonPane::showMenu);
    auto* copy = new QAction(tr("Copy"), tree_);
    copy->setShortcut(QKeySequence::Copy);
    copy->setShortcutContext(Qt::WidgetShortcut);
    connect(copy, &QAction::triggered, this, [this] {
        QGuiApplication::clipboard()->setText(model_->valueOf(tree_->currentIndex()));
    });
    tree_->addAction(copy);
    end_ = new QLabel(this);
    end_->setObjectName(QStringLiteral("contentJsonEnd"));
    end_->setTextFormat(Qt::PlainText);
    end_->setContentsMargins(8, 4, 8, 4);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(tree_, 1);
    layout->addWidget(end_);
    setFocusProxy(tree_);
}

void JsonPane::show(content::JsonOutline outline) {
    end_->setText(endText(outline.end));
    end_->setVisible(!end_->text().isEmpty());
    model_->setOutline(std::move(outline));
    if (model_->rowCount() <= kOpenedRows) tree_->expandToDepth(0);
}

void JsonPane::showMenu(const QPoint& position) {
    const QModelIndex index = tree_->indexAt(position);
    if (!index.isValid()) return;
    QMenu menu(this);
    const auto add = [&](const QString& title, const QString& text) {
        connect(menu.addAction(title), &QAction::triggered, this,
                [text] { QGuiApplication::clipboard()->setText(text); });
    };
    add(tr("Copy value"), model_->valueOf(index));
    add(tr("Copy path"), model_->pathOf(index));
    menu.exec(tree_->viewport()->mapToGlobal(position));
}

}  // namespace hark::gui
