CREATE FUNCTION full_title(a articles) RETURNS text
    LANGUAGE sql STABLE
    RETURN coalesce(a.title, a.slug);
