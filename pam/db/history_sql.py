"""Writing history rows in SQL: the columns are the model's, so that a new one is never forgotten."""


def keeping(model, **further):
    """The SQL of pam_keep_TABLE(row, change_type, why): writes a history row of a tracked `model`, for the
    reader.

    `change_type` is simple-history's type ("+", "~", "-"), `why` its reason. For functions that read past the
    policies; nobody else may call it. `further` are the SQL of columns that the history alone has.
    """
    table, history = model._meta.db_table, model.history.model._meta
    tracked = {field.column for field in model._meta.local_fields}
    columns = [field.column for field in history.local_fields if field.column in tracked]
    said = {
        "history_date": "clock_timestamp()",
        "history_type": "change_type",
        "history_change_reason": "why",
        "history_user_id": "pam_user()",
        **further,
    }
    names = ", ".join(f'"{column}"' for column in [*columns, *said])
    values = ", ".join([*(f'kept."{column}"' for column in columns), *said.values()])
    name = f"pam_keep_{table}"
    return [
        f"CREATE OR REPLACE FUNCTION {name}(kept {table}, change_type text, why text) RETURNS void"
        f" LANGUAGE sql SET search_path = public, pg_temp AS $$ INSERT INTO {history.db_table} ({names}) "
        f"VALUES ({values}) $$",
        f"REVOKE EXECUTE ON FUNCTION {name}({table}, text, text) FROM PUBLIC",
    ]
