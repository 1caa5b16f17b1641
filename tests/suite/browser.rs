//! Apps in a real browser, from the form to the file.

use std::path::Path;

use runtime::settings::Redirect;
use tests::machine;
use tests::places::project;
use tests::site::{Site, Wishes};
use tests::stub::{Answer, Stub};
use tests::webdriver::{Browser, Screen};

fn example(name: &str) -> Site {
    let folder = project("examples").join(name);
    Site::of_files(&[&folder.join("flow.yaml"), &folder.join("app.yaml")], Wishes::default())
}

#[test]
fn data_is_requested_watched_and_downloaded() {
    let Some(browser) = Browser::start("data_request", Screen::Desk) else { return };
    let site = example("data-request");
    browser.open(&site.url("/"));
    browser.click("//a[contains(., 'Request data')]");
    browser.sees("Choose what you need.");
    assert!(browser.address().ends_with("/apps/examples/data_request_form"), "{}", browser.address());
    // A list shows that it opens: its arrow is a picture, as its own look is taken away.
    browser.wait("getComputedStyle(document.querySelector('select')).backgroundImage.startsWith('url(')");
    browser.fill("Dataset", "customers");
    browser.press("Request the file");
    browser.sees("In progress");
    browser.sees("Collecting customers");
    browser.sees("Your file is ready.");
    browser.sees("Done");
    browser.press("Download");
    let (name, content) = browser.downloaded();
    assert!(name.ends_with(".csv"), "{name}");
    assert!(String::from_utf8_lossy(&content).contains("Grace"), "{}", String::from_utf8_lossy(&content));
    browser.click("details[data-preview] summary");
    browser.sees("Barbara");
    assert_eq!(browser.complaints(), Vec::<String>::new());
}

#[test]
fn a_request_is_approved_on_the_same_page() {
    let Some(browser) = Browser::start("approval", Screen::Telephone) else { return };
    let site = example("approval");
    browser.open(&site.url("/apps/examples/leave_request_form"));
    browser.fill("Your name", "Ada");
    browser.fill("Days", "3");
    browser.press("Send the request");
    browser.sees("Ada asks for 3 days");
    browser.click("label.switch");
    browser.fill("Comment", "Enjoy");
    browser.press("Send the decision");
    browser.sees("Approved: Ada is off for 3 days. Enjoy");
    assert_eq!(browser.complaints(), Vec::<String>::new());
}

#[test]
fn a_request_is_withdrawn() {
    let Some(browser) = Browser::start("withdrawn", Screen::Desk) else { return };
    let site = example("approval");
    browser.open(&site.url("/apps/examples/leave_request_form"));
    browser.fill("Your name", "Grace");
    browser.fill("Days", "2");
    browser.press("Send the request");
    browser.sees("Waiting for a decision");
    browser.press("Withdraw the request");
    browser.accept();
    browser.sees("The request was withdrawn");
}

#[test]
fn mistakes_are_shown_and_mended() {
    let Some(browser) = Browser::start("mistakes", Screen::Desk) else { return };
    let site = example("approval");
    browser.open(&site.url("/apps/examples/leave_request_form"));
    // The browser itself would refuse an empty field; here the server has to.
    browser.run("document.querySelector('form.fields').noValidate = true");
    browser.fill("Days", "3");
    browser.press("Send the request");
    browser.sees("Please fill this in");
    browser.wait("document.activeElement?.name === 'employee'");
    assert_eq!(browser.run("return document.querySelector('[name=days]').value"), "3");
    browser.fill("Your name", "Ada");
    browser.press("Send the request");
    browser.sees("Ada asks for 3 days");
}

#[test]
fn everything_works_without_scripts() {
    let Some(browser) = Browser::start("without_scripts", Screen::WithoutScript) else { return };
    let site = example("transformation");
    browser.open(&site.url("/apps/examples/sales_report_form"));
    browser.press("Make the report");
    browser.sees("Your report");
    browser.press("Download");
    let (name, content) = browser.downloaded();
    assert!(name.ends_with(".md") && String::from_utf8_lossy(&content).contains("Total: 110"), "{name}");
}

#[test]
fn the_seed_app_serves_its_data() {
    let Some(corpus) = machine::corpus() else { return };
    let Some(browser) = Browser::start("seed_app", Screen::Desk) else { return };
    let rows = "{name:\"Ada\",amount:12}\n{name:\"Grace\",amount:7}\n";
    let stub =
        Stub::start([("/datasets/kestra/datasets/resolve/main/ion/products.ion".to_owned(), Answer::text(rows))]);
    let redirect = Redirect::parse(&format!("huggingface.co={}", stub.url())).unwrap();
    let seeds = corpus.join("seeds");
    let files: [&Path; 2] = [&seeds.join("flows/get_data.yaml"), &seeds.join("apps/request_data_form.yaml")];
    let site = Site::of_files(&files, Wishes { redirects: vec![redirect], ..Wishes::default() });
    browser.open(&site.url("/apps/company.team/request_data_form"));
    browser.sees("Select the dataset you want to download.");
    browser.fill("Select data to download", "products");
    browser.press("Submit");
    browser.sees("Your data is ready for download!");
    browser.sees("products");
    browser.press("Download");
    let (_, content) = browser.downloaded();
    assert_eq!(String::from_utf8_lossy(&content), rows);
    browser.press("Submit new request");
    browser.sees("Select the dataset you want to download.");
    assert_eq!(stub.asked().len(), 1);
}
