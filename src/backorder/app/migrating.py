"""Django's executor of migrations, without making the classes of all related models anew.

Django keeps a class of every model while it migrates. With each operation it makes anew the class
of the model that changed and those of all models that are related to it, directly or through
others: nearly every table here is. Nine tenths of the time of a first migration went there.

Most operations read the model that they change, and of others what a reference needs: table and
key. So a migration of such operations alone gets the classes of the models that it changes and
nothing else. The state is then *delayed*, which is Django's own word for relations that are behind,
and before it runs Python Django catches up. For any other migration all classes are made anew
first, and it is run as Django runs it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db.migrations import operations
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState
from django.db.migrations.utils import field_is_referenced

if TYPE_CHECKING:
    from django.db.migrations.migration import Migration

# The kinds themselves, not what others derive from them: that may read more.
AT_HOME = {
    operations.CreateModel,
    operations.AddField,
    operations.AlterField,  # where nothing refers to the field
    operations.AddIndex,
    operations.RemoveIndex,
    operations.AddConstraint,
    operations.RemoveConstraint,
    operations.AlterModelOptions,
    operations.AlterUniqueTogether,
}


def stays_at_home(migration: Migration, state: ProjectState) -> bool:
    """Tell whether each operation of a migration changes one table, and reads no relation to it.

    ``state`` is the one before the migration. Where a field that is altered is referred to, before
    or after, the columns that refer to it change as well.
    """
    if not all(type(one) in AT_HOME or _is_sql(one) for one in migration.operations):
        return False
    altered = [one for one in migration.operations if isinstance(one, operations.AlterField)]
    if not altered:
        return True
    after = ProjectState({key: one.clone() for key, one in state.models.items()}, state.real_apps)
    migration.mutate_state(after, preserve=False)
    return not any(
        field_is_referenced(
            each, (migration.app_label, one.model_name_lower), (one.name, one.field)
        )
        for one in altered
        for each in (state, after)
    )


def _is_sql(one: Any) -> bool:  # noqa: ANN401 (any operation)
    """Tell whether an operation is SQL alone, and is run as Django runs it."""
    return (
        isinstance(one, operations.RunSQL)
        and type(one).database_forwards is operations.RunSQL.database_forwards
        and not one.state_operations
    )


class State(ProjectState):
    """A state that makes the class of a changed model anew: ``alone``, or with all related."""

    alone = False

    @classmethod
    def of(cls, state: ProjectState) -> Self:
        """Take over a state as it is."""
        made = cls(state.models, state.real_apps)
        made.is_delayed = state.is_delayed
        if "apps" in state.__dict__:  # hasattr would make them
            made.apps = state.apps
        return made

    def begin(self, migration: Migration) -> None:
        """Be as the next migration needs it."""
        self.alone = stays_at_home(migration, self)
        if not self.alone:
            self.clear_delayed_apps_cache()
            self.is_delayed = False

    def reload_model(self, app_label: str, model_name: str, delay: bool = False) -> None:  # noqa: FBT001, FBT002 (Django's shape)
        """Make the class of a model anew, because it or what it refers to has changed."""
        if not self.alone:
            super().reload_model(app_label, model_name, delay)
        elif "apps" in self.__dict__:
            self.is_delayed = True
            self._reload({(app_label, model_name)})  # type: ignore[attr-defined] # undocumented


class Executor(MigrationExecutor):
    """Django's executor, on a state of ours."""

    def migrate(
        self,
        targets: Any,  # noqa: ANN401 (handed through)
        plan: Any = None,  # noqa: ANN401 (handed through)
        state: ProjectState | None = None,
        fake: bool = False,  # noqa: FBT001, FBT002 (Django's shape)
        fake_initial: bool = False,  # noqa: FBT001, FBT002 (Django's shape)
    ) -> ProjectState:
        """Run the migrations of a plan."""
        ours = None if state is None else State.of(state)
        return super().migrate(targets, plan, ours, fake, fake_initial)

    def apply_migration(
        self,
        state: ProjectState,
        migration: Migration,
        fake: bool = False,  # noqa: FBT001, FBT002 (Django's shape)
        fake_initial: bool = False,  # noqa: FBT001, FBT002 (Django's shape)
    ) -> ProjectState:
        """Run one migration forwards."""
        if isinstance(state, State):
            state.begin(migration)
        return super().apply_migration(state, migration, fake, fake_initial)
