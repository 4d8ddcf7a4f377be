-- An application's courses and lectures, with all that it may have hung on them.
CREATE TABLE public.courses (
    id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    title    text NOT NULL,
    language char(2) NOT NULL DEFAULT 'en'
);
CREATE TABLE public.authors (id integer PRIMARY KEY, name text);
CREATE TABLE public.lectures (
    id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    course_id  bigint NOT NULL REFERENCES public.courses (id) ON DELETE CASCADE,
    author_id  integer REFERENCES public.authors (id),
    title      varchar(200) NOT NULL CHECK (title <> ''),
    content    text,
    slug       text GENERATED ALWAYS AS (lower(title)) STORED,
    position   smallint UNIQUE DEFERRABLE INITIALLY DEFERRED,
    revision   integer NOT NULL DEFAULT 1,
    updated_at timestamptz
);
CREATE INDEX lectures_by_slug ON public.lectures (slug);
CREATE TABLE public.enrolments (lecture_id uuid REFERENCES public.lectures (id), pupil text, PRIMARY KEY (lecture_id, pupil));
CREATE FUNCTION public.count_revision() RETURNS trigger LANGUAGE plpgsql AS
$$BEGIN NEW.revision := OLD.revision + 1; NEW.updated_at := now(); RETURN NEW; END$$;
CREATE TRIGGER count_revision BEFORE UPDATE ON public.lectures FOR EACH ROW EXECUTE FUNCTION public.count_revision();
CREATE VIEW public.table_of_contents AS
    SELECT c.title AS course, l.title AS lecture FROM public.courses c JOIN public.lectures l ON l.course_id = c.id;
ALTER TABLE public.lectures ENABLE ROW LEVEL SECURITY;
CREATE POLICY readers ON public.lectures FOR SELECT USING (true);
COMMENT ON TABLE public.lectures IS 'The lectures.';
GRANT SELECT ON public.lectures TO PUBLIC;
INSERT INTO public.authors VALUES (1, 'Ada');
INSERT INTO public.courses (title) VALUES ('Rivers');
INSERT INTO public.lectures (id, course_id, author_id, title, content, position) VALUES
    ('1e000000-0000-4000-8000-000000000001', 1, 1, 'Springs', 'Water comes out.', 1),
    ('1e000000-0000-4000-8000-000000000002', 1, 1, 'Floods', NULL, 2);
INSERT INTO public.enrolments VALUES ('1e000000-0000-4000-8000-000000000001', 'Grace');
