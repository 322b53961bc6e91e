create table settings (name text primary key, value text);
insert into settings values ('theme', 'dark');

begin;
insert into settings values ('lang', 'en');
alter table settings add column changed boolean not null default false;
end;

update settings set changed = true where name = 'lang';

begin work;
create view changed_settings as select name, value from settings where changed;
end work;
