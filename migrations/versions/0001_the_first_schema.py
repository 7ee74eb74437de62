"""The first schema

Revision ID: 0001
Revises:
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "access_token",
        sa.Column("account_id", sa.String(length=40), nullable=False),
        sa.Column("token_sealed", sa.Text(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fetching_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fetcher", sa.String(length=80), nullable=True),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_access_token")),
    )
    op.create_table(
        "audit_entry",
        sa.Column("school_id", sa.String(length=40), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("staff_id", sa.BigInteger(), nullable=False),
        sa.Column("act", sa.String(length=40), nullable=False),
        sa.Column("about", sa.String(length=80), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_audit_entry")),
    )
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.create_index("ix_audit_entry_at", ["school_id", "at"], unique=False)

    op.create_table(
        "console_session",
        sa.Column("cookie_hash", sa.String(length=64), nullable=False),
        sa.Column("school_id", sa.String(length=40), nullable=False),
        sa.Column("staff_id", sa.BigInteger(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("cookie_hash", name=op.f("pk_console_session")),
    )
    op.create_table(
        "follower",
        sa.Column("account_id", sa.String(length=40), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("subject_id", sa.String(length=32), nullable=False),
        sa.Column("openid_sealed", sa.String(length=200), nullable=True),
        sa.Column("school_id", sa.String(length=40), nullable=True),
        sa.Column("school_class_id", sa.BigInteger(), nullable=True),
        sa.Column("is_subscribed", sa.Boolean(), nullable=False),
        sa.Column("conversation", sa.JSON(), nullable=True),
        sa.Column("open_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_message_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("wrong_codes", sa.BigInteger(), nullable=False),
        sa.Column("wrong_codes_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("account_id", "id", name=op.f("pk_follower")),
        sa.UniqueConstraint(
            "account_id", "subject_id", name=op.f("uq_follower_account_id_subject_id")
        ),
    )
    op.create_table(
        "inbound",
        sa.Column("account_id", sa.String(length=40), nullable=False),
        sa.Column("dedup_key", sa.String(length=40), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("reply", sa.Text(), nullable=True),
        sa.Column("text_sealed", sa.Text(), nullable=True),
        sa.Column("subject_id", sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint("account_id", "dedup_key", name=op.f("pk_inbound")),
    )
    with op.batch_alter_table("inbound", schema=None) as batch_op:
        batch_op.create_index("ix_inbound_received", ["account_id", "received_at"], unique=False)

    op.create_table(
        "job_run",
        sa.Column("school_id", sa.String(length=40), nullable=False),
        sa.Column("job", sa.String(length=40), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("school_id", "job", "day", name=op.f("pk_job_run")),
    )
    op.create_table(
        "lease",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("holder", sa.String(length=80), nullable=False),
        sa.Column("epoch", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("renewed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_lease")),
    )
    op.create_table(
        "login_code",
        sa.Column("account_id", sa.String(length=40), nullable=False),
        sa.Column("browser_hash", sa.String(length=64), nullable=False),
        sa.Column("code", sa.String(length=6), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("school_id", sa.String(length=40), nullable=True),
        sa.Column("staff_id", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("account_id", "browser_hash", name=op.f("pk_login_code")),
        sa.UniqueConstraint("account_id", "code", name=op.f("uq_login_code_account_id_code")),
    )
    op.create_table(
        "notice_credit",
        sa.Column("account_id", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.String(length=32), nullable=False),
        sa.Column("template_id", sa.String(length=80), nullable=False),
        sa.Column("remaining", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "account_id", "subject_id", "template_id", name=op.f("pk_notice_credit")
        ),
    )
    op.create_table(
        "push",
        sa.Column("school_id", sa.String(length=40), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("account_id", sa.String(length=40), nullable=False),
        sa.Column("recipient", sa.String(length=40), nullable=False),
        sa.Column("channel", sa.String(length=8), nullable=False),
        sa.Column("audience", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("overload_id", sa.BigInteger(), nullable=True),
        sa.Column("generation", sa.BigInteger(), nullable=False),
        sa.Column("client_msg_id", sa.String(length=40), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("held_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("carried_by", sa.BigInteger(), nullable=True),
        sa.Column("rung", sa.String(length=12), nullable=True),
        sa.Column("msg_id", sa.String(length=40), nullable=True),
        sa.Column("attempts", sa.BigInteger(), nullable=False),
        sa.Column("first_try_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lease_epoch", sa.BigInteger(), nullable=True),
        sa.Column("is_ambiguous", sa.Boolean(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.String(length=200), nullable=True),
        sa.CheckConstraint(
            "state <> 'carried' OR carried_by IS NOT NULL", name=op.f("ck_push_carried_by_one")
        ),
        sa.CheckConstraint(
            "state <> 'expired' OR NOT is_ambiguous", name=op.f("ck_push_expired_is_unseen")
        ),
        sa.CheckConstraint(
            "state <> 'sending' OR (lease_until IS NOT NULL AND first_try_at IS NOT NULL)",
            name=op.f("ck_push_sending_is_claimed"),
        ),
        sa.CheckConstraint(
            "state <> 'sent' OR sent_at IS NOT NULL", name=op.f("ck_push_sent_has_time")
        ),
        sa.CheckConstraint(
            "state <> 'unknown' OR is_ambiguous", name=op.f("ck_push_unknown_is_ambiguous")
        ),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_push")),
        sa.UniqueConstraint(
            "school_id", "client_msg_id", name=op.f("uq_push_school_id_client_msg_id")
        ),
    )
    with op.batch_alter_table("push", schema=None) as batch_op:
        batch_op.create_index("ix_push_carried", ["school_id", "carried_by"], unique=False)
        batch_op.create_index("ix_push_due", ["state", "due_at"], unique=False)
        batch_op.create_index("ix_push_overload", ["school_id", "overload_id"], unique=False)
        batch_op.create_index(
            "ix_push_recipient", ["school_id", "recipient", "first_try_at"], unique=False
        )

    op.create_table(
        "reminder",
        sa.Column("account_id", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.String(length=32), nullable=False),
        sa.Column("at", sa.String(length=5), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reminded_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("account_id", "subject_id", name=op.f("pk_reminder")),
    )
    op.create_table(
        "reply_window",
        sa.Column("account_id", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.String(length=32), nullable=False),
        sa.Column("contact", sa.String(length=8), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("remaining", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "account_id", "subject_id", "contact", name=op.f("pk_reply_window")
        ),
    )
    op.create_table(
        "school",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("account_id", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school")),
    )
    with op.batch_alter_table("school", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_school_account_id"), ["account_id"], unique=False)

    op.create_table(
        "spot_seed",
        sa.Column("school_id", sa.String(length=40), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("closed_day", sa.Date(), nullable=False),
        sa.Column("lines", sa.Text(), nullable=False),
        sa.Column("seed", sa.String(length=64), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("school_id", "day", name=op.f("pk_spot_seed")),
    )
    op.create_table(
        "entry_link",
        sa.Column("school_id", sa.String(length=40), nullable=False),
        sa.Column("link_hash", sa.String(length=64), nullable=False),
        sa.Column("staff_id", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_entry_link_school_id_school")
        ),
        sa.PrimaryKeyConstraint("school_id", "link_hash", name=op.f("pk_entry_link")),
    )
    op.create_table(
        "reporter",
        sa.Column("school_id", sa.String(length=40), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("subject_id", sa.String(length=32), nullable=False),
        sa.Column("door", sa.String(length=8), nullable=False),
        sa.Column("household_id", sa.BigInteger(), nullable=True),
        sa.Column("bound_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("first_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("linked_to", sa.BigInteger(), nullable=True),
        sa.Column("consent_version", sa.BigInteger(), nullable=True),
        sa.Column("consented_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrew_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(household_id IS NULL) = (bound_at IS NULL)",
            name=op.f("ck_reporter_bound_with_household"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_reporter_school_id_school")
        ),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_reporter")),
        sa.UniqueConstraint(
            "school_id", "subject_id", name=op.f("uq_reporter_school_id_subject_id")
        ),
    )
    with op.batch_alter_table("reporter", schema=None) as batch_op:
        batch_op.create_index("ix_reporter_linked", ["school_id", "linked_to"], unique=False)

    op.create_table(
        "school_class",
        sa.Column("school_id", sa.String(length=40), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("entry_grade", sa.BigInteger(), nullable=False),
        sa.Column("entry_year", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=True),
        sa.Column("link", sa.String(length=16), nullable=False),
        sa.Column("desk_code", sa.String(length=16), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_school_class_school_id_school")
        ),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_school_class")),
        sa.UniqueConstraint(
            "school_id", "desk_code", name=op.f("uq_school_class_school_id_desk_code")
        ),
        sa.UniqueConstraint(
            "school_id",
            "entry_grade",
            "entry_year",
            "number",
            name=op.f("uq_school_class_school_id_entry_grade_entry_year_number"),
        ),
        sa.UniqueConstraint("school_id", "link", name=op.f("uq_school_class_school_id_link")),
    )
    op.create_table(
        "spot_draw",
        sa.Column("school_id", sa.String(length=40), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("classes", sa.Text(), nullable=False),
        sa.Column("had_turn", sa.Text(), nullable=False),
        sa.Column("blind", sa.Text(), nullable=False),
        sa.Column("drawn", sa.String(length=200), nullable=False),
        sa.Column("round_after", sa.Text(), nullable=False),
        sa.Column("most_classes", sa.BigInteger(), nullable=False),
        sa.Column("most_grades", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "day"],
            ["spot_seed.school_id", "spot_seed.day"],
            name=op.f("fk_spot_draw_school_id_day_spot_seed"),
        ),
        sa.PrimaryKeyConstraint("school_id", "day", name=op.f("pk_spot_draw")),
    )
    op.create_table(
        "staff_member",
        sa.Column("school_id", sa.String(length=40), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("grade", sa.BigInteger(), nullable=True),
        sa.Column("homeroom_class", sa.String(length=8), nullable=True),
        sa.Column("teaches", sa.String(length=200), nullable=False),
        sa.Column("account_id", sa.String(length=40), nullable=True),
        sa.Column("subject_id", sa.String(length=32), nullable=True),
        sa.Column("code_hash", sa.String(length=64), nullable=True),
        sa.Column("code_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_staff_member_school_id_school")
        ),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_staff_member")),
        sa.UniqueConstraint(
            "school_id", "code_hash", name=op.f("uq_staff_member_school_id_code_hash")
        ),
    )
    with op.batch_alter_table("staff_member", schema=None) as batch_op:
        batch_op.create_index("ix_staff_member_subject", ["account_id", "subject_id"], unique=False)

    op.create_table(
        "survey",
        sa.Column("school_id", sa.String(length=40), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("template_id", sa.String(length=40), nullable=False),
        sa.Column("round", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("definition", sa.Text(), nullable=False),
        sa.Column("roles", sa.String(length=60), nullable=False),
        sa.Column("needs_code", sa.Boolean(), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.CheckConstraint("opens_at <= closes_at", name=op.f("ck_survey_opens_before_it_closes")),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_survey_school_id_school")
        ),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_survey")),
        sa.UniqueConstraint("school_id", "number", name=op.f("uq_survey_school_id_number")),
        sa.UniqueConstraint(
            "school_id", "template_id", "round", name=op.f("uq_survey_school_id_template_id_round")
        ),
    )
    op.create_table(
        "class_code",
        sa.Column("school_id", sa.String(length=40), nullable=False),
        sa.Column("school_class_id", sa.BigInteger(), nullable=False),
        sa.Column("app_id", sa.String(length=64), nullable=False),
        sa.Column("url", sa.String(length=255), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "school_class_id"],
            ["school_class.school_id", "school_class.id"],
            name=op.f("fk_class_code_school_id_school_class_id_school_class"),
        ),
        sa.PrimaryKeyConstraint(
            "school_id", "school_class_id", "app_id", name=op.f("pk_class_code")
        ),
    )
    op.create_table(
        "class_day",
        sa.Column("school_id", sa.String(length=40), nullable=False),
        sa.Column("school_class_id", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("judged_version", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "school_class_id"],
            ["school_class.school_id", "school_class.id"],
            name=op.f("fk_class_day_school_id_school_class_id_school_class"),
        ),
        sa.PrimaryKeyConstraint("school_id", "school_class_id", "day", name=op.f("pk_class_day")),
    )
    with op.batch_alter_table("class_day", schema=None) as batch_op:
        batch_op.create_index(
            "ix_class_day_touched",
            ["day", "school_id", "school_class_id"],
            unique=False,
            sqlite_where=sa.text("judged_version < version"),
            postgresql_where=sa.text("judged_version < version"),
        )

    op.create_table(
        "duty_week",
        sa.Column("school_id", sa.String(length=40), nullable=False),
        sa.Column("monday", sa.Date(), nullable=False),
        sa.Column("staff_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "staff_id"],
            ["staff_member.school_id", "staff_member.id"],
            name=op.f("fk_duty_week_school_id_staff_id_staff_member"),
        ),
        sa.PrimaryKeyConstraint("school_id", "monday", "staff_id", name=op.f("pk_duty_week")),
    )
    op.create_table(
        "household",
        sa.Column("school_id", sa.String(length=40), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("school_class_id", sa.BigInteger(), nullable=False),
        sa.Column("link_hash", sa.String(length=64), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["school_id", "school_class_id"],
            ["school_class.school_id", "school_class.id"],
            name=op.f("fk_household_school_id_school_class_id_school_class"),
        ),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_household")),
        sa.UniqueConstraint(
            "school_id", "code_hash", name=op.f("uq_household_school_id_code_hash")
        ),
        sa.UniqueConstraint(
            "school_id", "link_hash", name=op.f("uq_household_school_id_link_hash")
        ),
    )
    op.create_table(
        "overload",
        sa.Column("school_id", sa.String(length=40), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("school_class_id", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("rule_id", sa.String(length=60), nullable=False),
        sa.Column("rule_name", sa.String(length=40), nullable=False),
        sa.Column("unit", sa.String(length=8), nullable=False),
        sa.Column("severity", sa.String(length=20), nullable=False),
        sa.Column("school_year", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("measured", sa.BigInteger(), nullable=True),
        sa.Column("permitted", sa.BigInteger(), nullable=False),
        sa.Column("units", sa.BigInteger(), nullable=False),
        sa.Column("units_over", sa.BigInteger(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("generation", sa.BigInteger(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("strengthened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_by", sa.BigInteger(), nullable=True),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.String(length=20), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.BigInteger(), nullable=True),
        sa.Column("was_contested", sa.Boolean(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.BigInteger(), nullable=True),
        sa.Column("chain_id", sa.BigInteger(), nullable=True),
        sa.Column("relapsed_from", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "state <> 'closed' OR closed_at IS NOT NULL", name=op.f("ck_overload_closed_has_time")
        ),
        sa.CheckConstraint(
            "state NOT IN ('confirmed', 'public', 'closed') OR checked_at IS NOT NULL",
            name=op.f("ck_overload_nothing_public_unchecked"),
        ),
        sa.CheckConstraint(
            "answer IS NULL OR answered_at IS NOT NULL", name=op.f("ck_overload_answer_has_time")
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "school_class_id"],
            ["school_class.school_id", "school_class.id"],
            name=op.f("fk_overload_school_id_school_class_id_school_class"),
        ),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_overload")),
        sa.UniqueConstraint(
            "school_id",
            "school_class_id",
            "day",
            "rule_id",
            name=op.f("uq_overload_school_id_school_class_id_day_rule_id"),
        ),
        sa.UniqueConstraint(
            "school_id",
            "school_year",
            "number",
            name=op.f("uq_overload_school_id_school_year_number"),
        ),
    )
    with op.batch_alter_table("overload", schema=None) as batch_op:
        batch_op.create_index("ix_overload_day", ["school_id", "day"], unique=False)
        batch_op.create_index("ix_overload_state", ["school_id", "state"], unique=False)

    op.create_table(
        "register",
        sa.Column("school_id", sa.String(length=40), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("school_class_id", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source", sa.String(length=8), nullable=False),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.Column("is_over", sa.Boolean(), nullable=False),
        sa.Column("stands", sa.Boolean(), nullable=False),
        sa.CheckConstraint("revision >= 1", name=op.f("ck_register_counted_from_one")),
        sa.ForeignKeyConstraint(
            ["school_id", "school_class_id"],
            ["school_class.school_id", "school_class.id"],
            name=op.f("fk_register_school_id_school_class_id_school_class"),
        ),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_register")),
        sa.UniqueConstraint(
            "school_id",
            "school_class_id",
            "day",
            "revision",
            name=op.f("uq_register_school_id_school_class_id_day_revision"),
        ),
    )
    with op.batch_alter_table("register", schema=None) as batch_op:
        batch_op.create_index("ix_register_day", ["school_id", "day"], unique=False)

    op.create_table(
        "report",
        sa.Column("school_id", sa.String(length=40), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("school_class_id", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("reporter_id", sa.BigInteger(), nullable=False),
        sa.Column("door", sa.String(length=8), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_order", sa.BigInteger(), nullable=False),
        sa.Column("counts", sa.Boolean(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("no_homework", sa.Boolean(), nullable=False),
        sa.Column("total_low", sa.BigInteger(), nullable=True),
        sa.Column("total_high", sa.BigInteger(), nullable=True),
        sa.Column("difficulty", sa.BigInteger(), nullable=True),
        sa.Column("unknown_accepted", sa.Boolean(), nullable=False),
        sa.Column("written_low", sa.BigInteger(), nullable=False),
        sa.Column("written_high", sa.BigInteger(), nullable=True),
        sa.Column("all_low", sa.BigInteger(), nullable=False),
        sa.Column("all_high", sa.BigInteger(), nullable=True),
        sa.Column("subjects", sa.BigInteger(), nullable=False),
        sa.Column("written_subjects", sa.BigInteger(), nullable=False),
        sa.Column("item_count", sa.BigInteger(), nullable=False),
        sa.Column("written_count", sa.BigInteger(), nullable=False),
        sa.Column("assumed_count", sa.BigInteger(), nullable=False),
        sa.Column("practical_count", sa.BigInteger(), nullable=False),
        sa.Column("noon_count", sa.BigInteger(), nullable=False),
        sa.Column("family_low", sa.BigInteger(), nullable=False),
        sa.Column("breaches", sa.BigInteger(), nullable=False),
        sa.Column("kind_assumed", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "written_low BETWEEN 0 AND 4800", name=op.f("ck_report_written_plausible")
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "reporter_id"],
            ["reporter.school_id", "reporter.id"],
            name=op.f("fk_report_school_id_reporter_id_reporter"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "school_class_id"],
            ["school_class.school_id", "school_class.id"],
            name=op.f("fk_report_school_id_school_class_id_school_class"),
        ),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_report")),
        sa.UniqueConstraint(
            "school_id",
            "school_class_id",
            "day",
            "reporter_id",
            name=op.f("uq_report_school_id_school_class_id_day_reporter_id"),
        ),
    )
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.create_index(
            "ix_report_day_totals",
            [
                "school_id",
                "day",
                "school_class_id",
                "unit_id",
                "unit_order",
                "counts",
                "written_low",
                "written_high",
                "all_low",
                "all_high",
                "subjects",
                "written_subjects",
                "item_count",
                "written_count",
                "assumed_count",
                "noon_count",
                "breaches",
                "practical_count",
                "family_low",
                "kind_assumed",
                "received_at",
            ],
            unique=False,
        )

    op.create_table(
        "spot_check",
        sa.Column("school_id", sa.String(length=40), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("school_class_id", sa.BigInteger(), nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.Column("finding", sa.String(length=8), nullable=True),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("checked_by", sa.BigInteger(), nullable=True),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "finding IS NULL OR checked_at IS NOT NULL", name=op.f("ck_spot_check_found_has_time")
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "day"],
            ["spot_draw.school_id", "spot_draw.day"],
            name=op.f("fk_spot_check_school_id_day_spot_draw"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "school_class_id"],
            ["school_class.school_id", "school_class.id"],
            name=op.f("fk_spot_check_school_id_school_class_id_school_class"),
        ),
        sa.PrimaryKeyConstraint("school_id", "day", "school_class_id", name=op.f("pk_spot_check")),
    )
    op.create_table(
        "survey_link",
        sa.Column("school_id", sa.String(length=40), nullable=False),
        sa.Column("link", sa.String(length=16), nullable=False),
        sa.Column("survey_id", sa.BigInteger(), nullable=False),
        sa.Column("school_class_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["school_id", "school_class_id"],
            ["school_class.school_id", "school_class.id"],
            name=op.f("fk_survey_link_school_id_school_class_id_school_class"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "survey_id"],
            ["survey.school_id", "survey.id"],
            name=op.f("fk_survey_link_school_id_survey_id_survey"),
        ),
        sa.PrimaryKeyConstraint("school_id", "link", name=op.f("pk_survey_link")),
    )
    with op.batch_alter_table("survey_link", schema=None) as batch_op:
        batch_op.create_index("ix_survey_link_survey", ["school_id", "survey_id"], unique=False)

    op.create_table(
        "survey_reply",
        sa.Column("school_id", sa.String(length=40), nullable=False),
        sa.Column("survey_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_hash", sa.String(length=32), nullable=False),
        sa.Column("author_hash", sa.String(length=32), nullable=False),
        sa.Column("school_class_id", sa.BigInteger(), nullable=True),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("batch", sa.BigInteger(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("texts_sealed", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "school_class_id"],
            ["school_class.school_id", "school_class.id"],
            name=op.f("fk_survey_reply_school_id_school_class_id_school_class"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "survey_id"],
            ["survey.school_id", "survey.id"],
            name=op.f("fk_survey_reply_school_id_survey_id_survey"),
        ),
        sa.PrimaryKeyConstraint(
            "school_id", "survey_id", "unit_hash", name=op.f("pk_survey_reply")
        ),
        sa.UniqueConstraint(
            "school_id",
            "survey_id",
            "author_hash",
            name=op.f("uq_survey_reply_school_id_survey_id_author_hash"),
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "teacher_entry",
        sa.Column("school_id", sa.String(length=40), nullable=False),
        sa.Column("school_class_id", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("subject", sa.String(length=8), nullable=False),
        sa.Column("staff_id", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("minutes", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("content", sa.String(length=60), nullable=False),
        sa.Column("is_noon", sa.Boolean(), nullable=False),
        sa.Column("is_optional", sa.Boolean(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "minutes BETWEEN 1 AND 480", name=op.f("ck_teacher_entry_an_evening_at_most")
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "school_class_id"],
            ["school_class.school_id", "school_class.id"],
            name=op.f("fk_teacher_entry_school_id_school_class_id_school_class"),
        ),
        sa.PrimaryKeyConstraint(
            "school_id",
            "school_class_id",
            "day",
            "subject",
            "staff_id",
            "position",
            name=op.f("pk_teacher_entry"),
        ),
    )
    op.create_table(
        "trend_day",
        sa.Column("school_id", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=8), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("school_class_id", sa.BigInteger(), nullable=False),
        sa.Column("monday", sa.Date(), nullable=False),
        sa.Column("minutes", sa.BigInteger(), nullable=False),
        sa.Column("cap", sa.BigInteger(), nullable=True),
        sa.Column("evenings", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "school_class_id"],
            ["school_class.school_id", "school_class.id"],
            name=op.f("fk_trend_day_school_id_school_class_id_school_class"),
        ),
        sa.PrimaryKeyConstraint(
            "school_id", "subject", "day", "school_class_id", name=op.f("pk_trend_day")
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "verdict",
        sa.Column("school_id", sa.String(length=40), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("school_class_id", sa.BigInteger(), nullable=False),
        sa.Column("rule_id", sa.String(length=60), nullable=False),
        sa.Column("outcome", sa.String(length=12), nullable=False),
        sa.Column("stage", sa.String(length=12), nullable=True),
        sa.Column("measured", sa.BigInteger(), nullable=True),
        sa.Column("permitted", sa.BigInteger(), nullable=False),
        sa.Column("units", sa.BigInteger(), nullable=False),
        sa.Column("units_over", sa.BigInteger(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("judged_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "school_class_id"],
            ["school_class.school_id", "school_class.id"],
            name=op.f("fk_verdict_school_id_school_class_id_school_class"),
        ),
        sa.PrimaryKeyConstraint(
            "school_id", "day", "school_class_id", "rule_id", name=op.f("pk_verdict")
        ),
    )
    op.create_table(
        "assignment",
        sa.Column("school_id", sa.String(length=40), nullable=False),
        sa.Column("report_id", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("subject", sa.String(length=8), nullable=False),
        sa.Column("content", sa.String(length=200), nullable=False),
        sa.Column("minutes_low", sa.BigInteger(), nullable=True),
        sa.Column("minutes_high", sa.BigInteger(), nullable=True),
        sa.Column("kind", sa.String(length=12), nullable=True),
        sa.Column("slot", sa.String(length=8), nullable=True),
        sa.Column("is_optional", sa.Boolean(), nullable=False),
        sa.Column("done_at_school", sa.Boolean(), nullable=False),
        sa.Column("family_added", sa.Boolean(), nullable=False),
        sa.Column("minutes_included", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "minutes_high BETWEEN minutes_low AND 480",
            name=op.f("ck_assignment_minutes_high_plausible"),
        ),
        sa.CheckConstraint(
            "minutes_low BETWEEN 0 AND 480", name=op.f("ck_assignment_minutes_low_plausible")
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "report_id"],
            ["report.school_id", "report.id"],
            name=op.f("fk_assignment_school_id_report_id_report"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("school_id", "report_id", "position", name=op.f("pk_assignment")),
    )
    op.create_table(
        "call",
        sa.Column("school_id", sa.String(length=40), nullable=False),
        sa.Column("overload_id", sa.BigInteger(), nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.Column("list_number", sa.BigInteger(), nullable=False),
        sa.Column("outcome", sa.String(length=12), nullable=True),
        sa.Column("called_by", sa.BigInteger(), nullable=True),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "outcome IS NULL OR called_at IS NOT NULL", name=op.f("ck_call_called_has_time")
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "overload_id"],
            ["overload.school_id", "overload.id"],
            name=op.f("fk_call_school_id_overload_id_overload"),
        ),
        sa.PrimaryKeyConstraint("school_id", "overload_id", "place", name=op.f("pk_call")),
        sa.UniqueConstraint(
            "school_id",
            "overload_id",
            "list_number",
            name=op.f("uq_call_school_id_overload_id_list_number"),
        ),
    )
    op.create_table(
        "notice",
        sa.Column("school_id", sa.String(length=40), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("overload_id", sa.BigInteger(), nullable=False),
        sa.Column("school_class_id", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("rule_id", sa.String(length=60), nullable=False),
        sa.Column("rule_name", sa.String(length=40), nullable=False),
        sa.Column("unit", sa.String(length=8), nullable=False),
        sa.Column("measured", sa.BigInteger(), nullable=True),
        sa.Column("permitted", sa.BigInteger(), nullable=False),
        sa.Column("begins_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("made_by", sa.BigInteger(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("retracted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("retracted_by", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["school_id", "overload_id"],
            ["overload.school_id", "overload.id"],
            name=op.f("fk_notice_school_id_overload_id_overload"),
        ),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_notice")),
        sa.UniqueConstraint(
            "school_id",
            "overload_id",
            "begins_at",
            name=op.f("uq_notice_school_id_overload_id_begins_at"),
        ),
    )
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.create_index("ix_notice_standing", ["school_id", "ends_on"], unique=False)

    op.create_table(
        "overload_check",
        sa.Column("school_id", sa.String(length=40), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("overload_id", sa.BigInteger(), nullable=False),
        sa.Column("staff_id", sa.BigInteger(), nullable=False),
        sa.Column("is_confirmed", sa.Boolean(), nullable=False),
        sa.Column("way", sa.String(length=12), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("found", sa.String(length=200), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "is_confirmed OR reason <> ''", name=op.f("ck_overload_check_refuted_with_reason")
        ),
        sa.CheckConstraint(
            "NOT is_confirmed OR way IS NOT NULL", name=op.f("ck_overload_check_confirmed_with_way")
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "overload_id"],
            ["overload.school_id", "overload.id"],
            name=op.f("fk_overload_check_school_id_overload_id_overload"),
        ),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_overload_check")),
    )
    with op.batch_alter_table("overload_check", schema=None) as batch_op:
        batch_op.create_index("ix_overload_check_of", ["school_id", "overload_id"], unique=False)

    op.create_table(
        "rectification",
        sa.Column("school_id", sa.String(length=40), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("overload_id", sa.BigInteger(), nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("subjects", sa.String(length=60), nullable=False),
        sa.Column("issued_by", sa.BigInteger(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reply_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reply", sa.String(length=400), nullable=False),
        sa.Column("replied_by", sa.BigInteger(), nullable=True),
        sa.Column("replied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("talk", sa.String(length=400), nullable=False),
        sa.Column("talked_by", sa.BigInteger(), nullable=True),
        sa.Column("talked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rounds", sa.BigInteger(), nullable=False),
        sa.Column("reopened_on", sa.Date(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "reply = '' OR replied_at IS NOT NULL", name=op.f("ck_rectification_reply_has_time")
        ),
        sa.CheckConstraint(
            "talk = '' OR talked_at IS NOT NULL", name=op.f("ck_rectification_talk_has_time")
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "overload_id"],
            ["overload.school_id", "overload.id"],
            name=op.f("fk_rectification_school_id_overload_id_overload"),
        ),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_rectification")),
        sa.UniqueConstraint(
            "school_id", "overload_id", name=op.f("uq_rectification_school_id_overload_id")
        ),
        sa.UniqueConstraint(
            "school_id", "year", "number", name=op.f("uq_rectification_school_id_year_number")
        ),
    )
    op.create_table(
        "register_entry",
        sa.Column("school_id", sa.String(length=40), nullable=False),
        sa.Column("register_id", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("subject", sa.String(length=8), nullable=False),
        sa.Column("minutes", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("content", sa.String(length=60), nullable=False),
        sa.Column("is_noon", sa.Boolean(), nullable=False),
        sa.Column("is_optional", sa.Boolean(), nullable=False),
        sa.Column("set_in_class", sa.Boolean(), nullable=False),
        sa.Column("difficulty", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "difficulty BETWEEN 1 AND 5", name=op.f("ck_register_entry_difficulty_of_five")
        ),
        sa.CheckConstraint(
            "minutes BETWEEN 1 AND 480", name=op.f("ck_register_entry_an_evening_at_most")
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "register_id"],
            ["register.school_id", "register.id"],
            name=op.f("fk_register_entry_school_id_register_id_register"),
        ),
        sa.PrimaryKeyConstraint(
            "school_id", "register_id", "position", name=op.f("pk_register_entry")
        ),
    )
    op.create_table(
        "survey_code",
        sa.Column("school_id", sa.String(length=40), nullable=False),
        sa.Column("link", sa.String(length=16), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "link"],
            ["survey_link.school_id", "survey_link.link"],
            name=op.f("fk_survey_code_school_id_link_survey_link"),
        ),
        sa.PrimaryKeyConstraint("school_id", "link", "code_hash", name=op.f("pk_survey_code")),
    )


def downgrade() -> None:
    op.drop_table("survey_code")
    op.drop_table("register_entry")
    op.drop_table("rectification")
    with op.batch_alter_table("overload_check", schema=None) as batch_op:
        batch_op.drop_index("ix_overload_check_of")

    op.drop_table("overload_check")
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.drop_index("ix_notice_standing")

    op.drop_table("notice")
    op.drop_table("call")
    op.drop_table("assignment")
    op.drop_table("verdict")
    op.drop_table("trend_day")
    op.drop_table("teacher_entry")
    op.drop_table("survey_reply")
    with op.batch_alter_table("survey_link", schema=None) as batch_op:
        batch_op.drop_index("ix_survey_link_survey")

    op.drop_table("survey_link")
    op.drop_table("spot_check")
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.drop_index("ix_report_day_totals")

    op.drop_table("report")
    with op.batch_alter_table("register", schema=None) as batch_op:
        batch_op.drop_index("ix_register_day")

    op.drop_table("register")
    with op.batch_alter_table("overload", schema=None) as batch_op:
        batch_op.drop_index("ix_overload_state")
        batch_op.drop_index("ix_overload_day")

    op.drop_table("overload")
    op.drop_table("household")
    op.drop_table("duty_week")
    with op.batch_alter_table("class_day", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_class_day_touched",
            sqlite_where=sa.text("judged_version < version"),
            postgresql_where=sa.text("judged_version < version"),
        )

    op.drop_table("class_day")
    op.drop_table("class_code")
    op.drop_table("survey")
    with op.batch_alter_table("staff_member", schema=None) as batch_op:
        batch_op.drop_index("ix_staff_member_subject")

    op.drop_table("staff_member")
    op.drop_table("spot_draw")
    op.drop_table("school_class")
    with op.batch_alter_table("reporter", schema=None) as batch_op:
        batch_op.drop_index("ix_reporter_linked")

    op.drop_table("reporter")
    op.drop_table("entry_link")
    op.drop_table("spot_seed")
    with op.batch_alter_table("school", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_school_account_id"))

    op.drop_table("school")
    op.drop_table("reply_window")
    op.drop_table("reminder")
    with op.batch_alter_table("push", schema=None) as batch_op:
        batch_op.drop_index("ix_push_recipient")
        batch_op.drop_index("ix_push_overload")
        batch_op.drop_index("ix_push_due")
        batch_op.drop_index("ix_push_carried")

    op.drop_table("push")
    op.drop_table("notice_credit")
    op.drop_table("login_code")
    op.drop_table("lease")
    op.drop_table("job_run")
    with op.batch_alter_table("inbound", schema=None) as batch_op:
        batch_op.drop_index("ix_inbound_received")

    op.drop_table("inbound")
    op.drop_table("follower")
    op.drop_table("console_session")
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_entry_at")

    op.drop_table("audit_entry")
    op.drop_table("access_token")
