-- A number from 0 to 1 for each case and question, the same for the same seed
CREATE OR REPLACE FUNCTION pg_temp.roll(n bigint, question int) RETURNS float8 LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT (hashint8extended(n, question + 1000 * %(seed)s) & 2147483647)::float8 / 2147483648
$$;
CREATE OR REPLACE FUNCTION pg_temp.one_of(words text[], n bigint, question int) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT words[1 + floor(pg_temp.roll(n, question) * cardinality(words))::int]
$$;
CREATE OR REPLACE FUNCTION pg_temp.moment(day date, n bigint, question int) RETURNS timestamptz LANGUAGE sql STABLE AS $$
    SELECT least((day + time '07:00' + interval '1 second' * floor(36000 * pg_temp.roll(n, question)))
        AT TIME ZONE 'Europe/Berlin', %(now)s)
$$;

-- Who applies for what, where and when: more in big towns, a third within the last three months
CREATE TEMPORARY TABLE seed_draw ON COMMIT DROP AS
SELECT reference.n, reference.reference, way.*,
    %(today)s::date - floor(%(days)s * pow(pg_temp.roll(reference.n, 1), 2.5))::int AS day,
    CASE WHEN pg_temp.roll(reference.n, 2) < 0.15 THEN 'completed'
        WHEN pg_temp.roll(reference.n, 2) < 0.2 THEN 'extended' ELSE 'complete' END AS course,
    pg_temp.one_of(%(first_names)s, reference.n, 3) || ' ' || pg_temp.one_of(%(surnames)s, reference.n, 4) AS applicant,
    pg_temp.one_of(%(kinds)s, reference.n, 5) || ' ' || pg_temp.one_of(%(names)s, reference.n, 6) AS business,
    pg_temp.one_of(%(streets)s, reference.n, 7) || ' ' || 1 + floor(90 * pg_temp.roll(reference.n, 8))::int AS street,
    pg_temp.one_of(%(dogs)s, reference.n, 9) AS dog
FROM seed_reference reference
JOIN seed_way way ON way.number = 1 + width_bucket(
    pg_temp.roll(reference.n, 10) * %(weight)s, (SELECT array_agg(heavier ORDER BY number) FROM seed_way)
);

-- How far the EA has come
CREATE TEMPORARY TABLE seed_case ON COMMIT DROP AS
SELECT drawn.*, %(first_case)s + n AS id, %(first_application)s + n AS application_id,
    pg_temp.moment(day, n, 11) AS submitted_at, status = 'forwarded' AS is_forwarded, NULL::date AS closed_on,
    CASE WHEN ea_id IS NULL THEN day ELSE day + CASE course WHEN 'completed' THEN 9 ELSE 2 END END AS forwarded_on,
    CASE WHEN ea_id IS NOT NULL AND status NOT IN ('received', 'withdrawn') THEN
        (SELECT person FROM seed_officer o WHERE o.organisation = ea_id AND o.number = n %% %(officers)s) END AS ea_officer
FROM (
    SELECT *, %(today)s::date - day AS age,
        CASE WHEN pg_temp.roll(n, 12) < 0.01 AND day < %(today)s THEN 'withdrawn'
            WHEN ea_id IS NULL THEN 'forwarded'
            WHEN course = 'completed' AND pg_temp.roll(n, 13) < 0.04 AND day < %(today)s THEN 'incomplete'
            WHEN course = 'completed' AND %(today)s::date - day BETWEEN 1 AND 7 THEN 'incomplete'
            WHEN course = 'completed' AND %(today)s::date - day >= 9 THEN 'forwarded'
            WHEN course <> 'completed' AND %(today)s::date - day >= 2 THEN 'forwarded'
            WHEN pg_temp.roll(n, 14) < 0.6 AND day = %(today)s THEN 'received'
            ELSE 'checking' END AS status
    FROM seed_draw
) AS drawn;
ANALYZE seed_case;

-- The proceedings, and when each will be decided
CREATE TEMPORARY TABLE seed_course ON COMMIT DROP AS
SELECT c.*, s.service, s.zb, s.part, 2 * c.n + s.part AS m, p.four_eyes,
    coalesce(p.decision_period, '') AS decision_period, coalesce(p.period_law, '') AS period_law,
    coalesce(p.deemed_law, '') AS deemed_law, coalesce(p.decision_law, '') AS decision_law, d.ends_on, x.ends_on AS extended_to,
    c.forwarded_on + 1 + floor(pow(pg_temp.roll(2 * c.n + s.part, 20), 2)
        * CASE WHEN d.ends_on IS NULL THEN 40 ELSE CASE WHEN pg_temp.roll(2 * c.n + s.part, 23) < 0.04 THEN 9 ELSE 1.15 END
            * greatest(d.ends_on - c.forwarded_on, 1) END)::int AS decided_on,
    pg_temp.roll(2 * c.n + s.part, 21) AS fate,
    (SELECT person FROM seed_officer o WHERE o.organisation = s.zb AND o.number = c.n %% %(officers)s) AS somebody
FROM seed_case c
CROSS JOIN LATERAL (
    VALUES (c.service_id, c.zb_id, 0),
        (CASE WHEN pg_temp.roll(c.n, 15) < 0.7 THEN c.companion_id END, c.companion_zb_id, 1)
) AS s(service, zb, part)
JOIN seed_process p ON p.service_id = s.service
LEFT JOIN seed_due d ON d.service_id = s.service AND d.via_ea = (c.ea_id IS NOT NULL) AND d.day = c.day
    AND d.course = CASE c.course WHEN 'extended' THEN 'complete' ELSE c.course END
LEFT JOIN seed_due x ON c.course = 'extended' AND x.service_id = s.service AND x.via_ea = (c.ea_id IS NOT NULL)
    AND x.day = c.day AND x.course = 'extended' AND x.ends_on > d.ends_on;

-- Where the authority was told in time that it needs longer, the later end counts
CREATE TEMPORARY TABLE seed_proceeding ON COMMIT DROP AS
SELECT course.*, %(first_proceeding)s + row_number() OVER (ORDER BY n, part) AS proceeding_id, is_extended, due_on, state,
    state NOT IN ('waiting', 'delivered', 'returned', 'deemed_granted', 'withdrawn') AS is_claimed,
    state IN ('granted', 'granted_with_conditions', 'rejected', 'deemed_granted') AS is_decided,
    state IN ('granted', 'granted_with_conditions', 'rejected', 'deemed_granted', 'discontinued', 'withdrawn') AS is_over,
    CASE WHEN state NOT IN ('waiting') AND (course.status <> 'withdrawn' OR ea_id IS NULL) THEN
        greatest(pg_temp.moment(forwarded_on, m, 22), submitted_at) END AS delivered_at,
    CASE state WHEN 'deemed_granted' THEN due_on + 1 ELSE decided_on END AS ended_on
FROM seed_course AS course
CROSS JOIN LATERAL (
    SELECT extended_to IS NOT NULL AND day + 14 < least(decided_on, %(today)s::date + 1) AND fate >= 0.3 AS is_extended
) AS extension
CROSS JOIN LATERAL (SELECT CASE WHEN is_extended THEN extended_to ELSE ends_on END AS due_on) AS period
CROSS JOIN LATERAL (
    SELECT CASE WHEN course.status = 'withdrawn' THEN 'withdrawn' WHEN NOT is_forwarded THEN 'waiting'
        WHEN deemed_law <> '' AND due_on < least(decided_on, %(today)s::date) THEN 'deemed_granted'
        WHEN decided_on <= %(today)s THEN CASE
            WHEN fate < 0.75 THEN 'granted' WHEN fate < 0.88 THEN 'granted_with_conditions'
            WHEN fate < 0.97 THEN 'rejected' ELSE 'discontinued' END
        WHEN fate < 0.15 OR forwarded_on = %(today)s THEN 'delivered'
        WHEN fate < 0.25 THEN 'incomplete'
        WHEN fate < 0.28 THEN 'proposed'
        WHEN fate < 0.3 THEN 'returned'
        ELSE 'in_progress' END AS state
) AS progress;
ANALYZE seed_proceeding;

-- A case is closed with its last proceeding
UPDATE seed_case SET status = 'closed', closed_on = ended.on
FROM (
    SELECT n, max(ended_on) AS on FROM seed_proceeding GROUP BY n
    HAVING bool_and(is_over) AND bool_and(state <> 'withdrawn')
) AS ended
WHERE ended.n = seed_case.n;

-- What happened, in order
CREATE TEMPORARY TABLE seed_event ON COMMIT DROP AS
SELECT id AS case_id, NULL::bigint AS proceeding_id, step, kind, on_day, actor, text, '' AS period, n
FROM seed_case
CROSS JOIN LATERAL (VALUES
    (1, 'submitted', day, NULL::bigint, '', TRUE),
    (2, 'received_ea', day, %(carrier)s, '', ea_id IS NOT NULL),
    (3, 'claimed', day, ea_officer, '', ea_officer IS NOT NULL),
    (4, 'completion_requested', day + 1, ea_officer, 'Bitte reichen Sie den Grundriss nach.',
        course = 'completed' AND ea_officer IS NOT NULL AND day < %(today)s),
    (5, 'completion_answered', day + 8, NULL, '',
        course = 'completed' AND ea_officer IS NOT NULL AND status <> 'incomplete' AND day + 8 <= %(today)s),
    (6, 'found_complete', forwarded_on, ea_officer, '', ea_id IS NOT NULL AND is_forwarded),
    (7, 'forwarded', forwarded_on, ea_officer, '', ea_id IS NOT NULL AND is_forwarded),
    (8, 'withdrawn', day + 1, NULL, '', status = 'withdrawn'),
    (20, 'closed', closed_on, %(closer)s, '', status = 'closed')
) AS happened(step, kind, on_day, actor, text, did)
WHERE did
UNION ALL
SELECT id, seed_proceeding.proceeding_id, step, kind, on_day, actor, text, period, n
FROM seed_proceeding
CROSS JOIN LATERAL (VALUES
    (10, 'delivered', forwarded_on, %(carrier)s, '', '', delivered_at IS NOT NULL),
    (11, 'claimed', forwarded_on, somebody, '', '', is_claimed),
    (12, 'completion_requested', forwarded_on, somebody, 'Bitte reichen Sie einen Lageplan nach.', '', state = 'incomplete'),
    (13, 'extended', day + 14, somebody, 'Das Verfahren ist umfangreich.', %(extension)s, is_extended),
    (14, 'proposed', forwarded_on, somebody, '', '', state = 'proposed'),
    (15, 'returned', forwarded_on, somebody, 'Dafür sind wir nicht zuständig.', '', state = 'returned'),
    (16, 'decided', ended_on, CASE state WHEN 'deemed_granted' THEN %(closer)s ELSE somebody END,
        CASE state WHEN 'granted' THEN 'bewilligt' WHEN 'rejected' THEN 'abgelehnt'
            WHEN 'deemed_granted' THEN 'gilt als bewilligt' ELSE 'bewilligt mit Auflagen' END, '', is_decided),
    (17, 'discontinued', ended_on, somebody, 'Der Antrag hat sich erledigt.', '', state = 'discontinued')
) AS happened(step, kind, on_day, actor, text, period, did)
WHERE did;
