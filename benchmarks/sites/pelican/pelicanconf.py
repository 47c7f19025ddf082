"""What the other tools make, and nothing else: no author, category and archive pages, one feed."""

SITENAME = "Bench"
SITEURL = "https://example.org"
AUTHOR = "A Writer"
TIMEZONE = "UTC"
DEFAULT_LANG = "en"
DEFAULT_CATEGORY = "blog"
PATH = "content"
THEME = "theme"

ARTICLE_URL = "{slug}/"
ARTICLE_SAVE_AS = "{slug}/index.html"
TAG_URL = "tags/{slug}/"
TAG_SAVE_AS = "tags/{slug}/index.html"
AUTHOR_SAVE_AS = ""
CATEGORY_SAVE_AS = ""

DIRECT_TEMPLATES = ["index", "tags", "sitemap"]
TAGS_SAVE_AS = "tags/index.html"
SITEMAP_SAVE_AS = "sitemap.xml"
PAGINATED_TEMPLATES = {"index": None}
DEFAULT_PAGINATION = 10

FEED_ALL_RSS = "feed.xml"
FEED_MAX_ITEMS = 50
FEED_ALL_ATOM = None
CATEGORY_FEED_ATOM = None
TRANSLATION_FEED_ATOM = None
AUTHOR_FEED_ATOM = None
AUTHOR_FEED_RSS = None
