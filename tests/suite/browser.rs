//! Apps in a real browser, from the catalogue to the result.

use tests::browser::Browser;
use tests::folder::Folder;
use tests::places::project;
use tests::server::Server;

#[test]
fn the_catalogue_leads_to_a_form() {
    let Some(browser) = Browser::open("the_catalogue_leads_to_a_form") else { return };
    let data = Folder::empty();
    let server = Server::start(&project("examples"), data.path(), &[]);
    browser.go(&server.url("/"));
    browser.find_text("Request data").click();
    assert_eq!(browser.find("//h1").text(), "Request data");
    assert!(browser.url().ends_with("/apps/examples/data_request_form"), "{}", browser.url());
    assert_eq!(browser.field("Dataset").value(), "orders");
}
